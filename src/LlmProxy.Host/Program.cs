using System.Net.Sockets;
using LlmProxy.Host.Commands;
using LlmProxy.Host.Commands.Evaluations;
using LlmProxy.Host.Health;
using LlmProxy.Host.Startup;
using LlmProxy.Storage;

namespace LlmProxy.Host;

/// <summary>The gateway's command line.</summary>
internal static class Program
{
    private const string Usage = """
        LlmProxy, an LLM gateway on YARP.

          LlmProxy.Host [--config FILE] [--urls http://localhost:8080] [--Setting=value …]   runs the gateway
          LlmProxy.Host check [--production] FILE                                            validates a configuration; says what production wants beyond that
          LlmProxy.Host keys create|list|show|update|rotate|revoke [--url URL] …             virtual keys of a running gateway; 'keys' alone says more
          LlmProxy.Host guardrails check FILE --guardrail NAME …                             tries guardrails of a running gateway on many texts
          LlmProxy.Host evaluations export|replay …                                          recorded requests: as JSON Lines, or sent again to compare versions and models
          LlmProxy.Host health [URL]                                                         asks a running gateway, for container probes

        Without --config: LLMPROXY_CONFIG, else config/llmproxy.json. Environment variables override the file (A__B=value).
        Exit codes: 0 well, 1 failed, 2 the configuration is not valid.
        """;

    /// <summary>Runs the gateway, or the verb that <paramref name="args"/> begin with.</summary>
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["health", .. var rest]:
                return await HealthVerb.RunAsync(rest);
            case ["keys", .. var rest]:
                return await KeysVerb.RunAsync(rest);
            case ["guardrails", .. var rest]:
                return await GuardrailsVerb.RunAsync(rest);
            case ["evaluations", .. var rest]:
                return await EvaluationsVerb.RunAsync(rest);
            case ["check", .. var rest]:
                return CheckVerb.Run(rest, Console.Out);
            case ["--help" or "-h" or "help", ..]:
                Console.WriteLine(Usage);
                return 0;
            case [var verb, ..] when !verb.StartsWith('-'):
                await Console.Error.WriteLineAsync($"'{verb}' is not a command.{Environment.NewLine}{Usage}");
                return 2;
            default:
                return await RunAsync(args);
        }
    }

    private static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = GatewayApplication.Create(args);
            using var impatience = SecondSignal.Watch();
            await app.RunAsync();
            return 0;
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            foreach (var problem in e.Problems)
                await Console.Error.WriteLineAsync("  " + problem);
            return 2;
        }
        catch (StorageRefusedException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (IOException e) when (e.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            await Console.Error.WriteLineAsync($"{e.Message} Stop what listens there, or name another address with --urls.");
            return 1;
        }
    }
}
