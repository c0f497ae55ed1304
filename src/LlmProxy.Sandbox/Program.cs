using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace LlmProxy.Sandbox;

/// <summary>The sandbox alone: <c>dotnet run --project src/LlmProxy.Sandbox -- --urls http://localhost:9090 --config FILE</c>.</summary>
internal static class Program
{
    private const string DefaultUrl = "http://localhost:9090";
    private const int BadConfiguration = 2;

    public static async Task<int> Main(string[] args)
    {
        try
        {
            var server = await SandboxServer.StartAsync(ReadOptions(args)).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                Console.WriteLine(Greeting(server.Address));
                await WaitForSignalAsync().ConfigureAwait(false);
            }

            return 0;
        }
        catch (OptionsValidationException e)
        {
            foreach (var failure in e.Failures) await Console.Error.WriteLineAsync(failure).ConfigureAwait(false);
            return BadConfiguration;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or FormatException)
        {
            // A missing or broken file, an unknown key, a taken port: the message says which.
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return BadConfiguration;
        }
    }

    private static SandboxOptions ReadOptions(string[] args)
    {
        var line = new ConfigurationBuilder().AddCommandLine(args).Build();
        var all = new ConfigurationBuilder();
        if (line["config"] is { } file) all.AddJsonFile(Path.GetFullPath(file));
        var configuration = all.AddEnvironmentVariables().AddCommandLine(args).Build();
        // A person wants to see the answer arrive.
        var options = new SandboxOptions { Url = DefaultUrl, TokenDelay = TimeSpan.FromMilliseconds(20) };
        configuration.GetSection(SandboxOptions.Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        if (line["urls"] is { } url) options.Url = url;
        return options;
    }

    private static async Task WaitForSignalAsync()
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await stop.Task.ConfigureAwait(false);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }

    private static string Greeting(Uri address) =>
        $$"""
        The sandbox listens on {{address}}  (OpenAI: {{address}}v1, Anthropic: {{address}}). Ctrl+C ends it.
        Ask:   curl {{address}}v1/chat/completions -d '{"model":"sandbox","messages":[{"role":"user","content":"Hi"}]}'
        Fault: the same with -H 'x-sandbox-fault: *=status:429;retry-after:1'; all faults: curl {{address}}sandbox/faults
        """;
}
