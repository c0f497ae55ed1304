using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmProxy.Host.Health;
using LlmProxy.Host.Tenancy;

namespace LlmProxy.Host.Commands;

/// <summary><c>keys create|list|show|update|rotate|revoke</c>: makes and ends keys of a running gateway, over its admin endpoints.</summary>
internal static class KeysVerb
{
    /// <summary>The command's name.</summary>
    public const string Name = "keys";

    private const string Usage = """
        Usage: keys create --name NAME [fields]        makes a key; its secret is shown this once
               keys list [--tenant TENANT]             lists keys, masked
               keys show ID
               keys update ID [fields]                 changes what is given; an empty value sets it back
               keys rotate ID [--grace 1.00:00:00]     new secret; the former one works for the grace, 0 to 7 days
               keys revoke ID                          ends it, for good
        Fields: --name --tenant --user --expires 2026-12-31T00:00:00Z
                --tag --model --route --endpoint       each as often as needed
                --requests-per-minute --tokens-per-minute --tokens-per-day --concurrent-requests
                --budget-per-day --budget-per-week --budget-per-month
        Always: --url http://localhost:8080            the gateway; LLMPROXY_ADMIN_KEY is sent along where it is set
        """;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions Shown = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Runs the command in this process's environment.</summary>
    /// <returns>The exit code: 0 well, 1 the gateway refused or did not answer, 2 the command is not understood.</returns>
    public static Task<int> RunAsync(string[] arguments) => RunAsync(
        arguments, new ConfigurationBuilder().AddEnvironmentVariables().AddEnvironmentVariables("ASPNETCORE_").Build(), Console.Out);

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What follows the command's name.</param>
    /// <param name="configuration">The environment.</param>
    /// <param name="output">Takes the gateway's answer, or what is wrong.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, IConfiguration configuration, TextWriter output)
    {
        if (KeysCommand.Parse(arguments, out var problem) is not { } command)
        {
            await output.WriteLineAsync($"{problem}{Environment.NewLine}{Usage}");
            return 2;
        }

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout };
        try
        {
            using var request = new HttpRequestMessage(command.Method, Address(command, configuration));
            if (configuration["LLMPROXY_ADMIN_KEY"] is { Length: > 0 } key)
                request.Headers.Authorization = new("Bearer", key);
            if (command.Body is { } body)
                request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await client.SendAsync(request);
            await output.WriteLineAsync(Indented(await response.Content.ReadAsStringAsync()));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException or InvalidOperationException or FormatException)
        {
            await output.WriteLineAsync($"No answer: {e.Message}");
            return 1;
        }
    }

    private static Uri Address(KeysCommand command, IConfiguration configuration) =>
        new(new Uri(command.Url ?? HealthVerb.DefaultUrl(configuration)), KeyEndpoints.Path + command.Rest);

    private static string Indented(string answer)
    {
        try
        {
            return JsonNode.Parse(answer)?.ToJsonString(Shown) ?? answer;
        }
        catch (JsonException)
        {
            return answer;
        }
    }
}
