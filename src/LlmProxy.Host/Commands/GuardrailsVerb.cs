using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmProxy.Host.Health;

namespace LlmProxy.Host.Commands;

/// <summary><c>guardrails check</c>: tries guards of a running gateway on many texts, over its admin endpoint.</summary>
internal static class GuardrailsVerb
{
    private const string Usage = """
        Usage: guardrails check FILE --guardrail NAME [--guardrail NAME …]
        FILE: lines of JSON, each {"text": "…"} or {"chunks": ["…", "…"]}, with an optional "direction"
        Options: --direction input|output      of lines that do not say one; default input
                 --results FILE                the gateway's answer to each line
                 --url http://localhost:8080   the gateway; LLMPROXY_ADMIN_KEY is sent along where it is set
        """;

    private const int Progress = 500;

    /// <summary>Runs the command in this process's environment.</summary>
    /// <returns>The exit code: 0 well, 1 the gateway refused or did not answer, 2 the command is not understood.</returns>
    public static Task<int> RunAsync(string[] arguments) => RunAsync(
        arguments, new ConfigurationBuilder().AddEnvironmentVariables().AddEnvironmentVariables("ASPNETCORE_").Build(), Console.Out);

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What follows the command's name.</param>
    /// <param name="configuration">The environment.</param>
    /// <param name="output">Takes the table, or what is wrong.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, IConfiguration configuration, TextWriter output)
    {
        if (GuardrailsCommand.Parse(arguments, out var problem) is not { } command)
        {
            await output.WriteLineAsync($"{problem}{Environment.NewLine}{Usage}");
            return 2;
        }

        try
        {
            return await CheckAsync(command, configuration, output);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync($"Failed: {e.Message}");
            return 1;
        }
    }

    private static async Task<int> CheckAsync(GuardrailsCommand command, IConfiguration configuration, TextWriter output)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(100) };
        if (configuration["LLMPROXY_ADMIN_KEY"] is { Length: > 0 } key)
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        var address = new Uri(new Uri(command.Url ?? HealthVerb.DefaultUrl(configuration)), "/v1/guardrails/check");
        await using var results = command.Results is { } path ? new StreamWriter(path) : null;
        var summary = new GuardrailsSummary();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(command.File))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (Question(line, command) is not { } question)
            {
                await output.WriteLineAsync($"Line {number} is no JSON object with 'text' or 'chunks'.");
                return 1;
            }

            using var response = await client.PostAsync(address, new StringContent(question, Encoding.UTF8, "application/json"));
            var answer = await response.Content.ReadAsStringAsync();
            if (!response.IsSuccessStatusCode)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Line {number}: {(int)response.StatusCode} {answer}"));
                return 1;
            }

            summary.Add(JsonNode.Parse(answer)!);
            if (results is not null)
                await results.WriteLineAsync(answer);
            if (number % Progress == 0)
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{number} lines …"));
        }

        summary.Write(output);
        return 0;
    }

    private static string? Question(string line, GuardrailsCommand command)
    {
        try
        {
            if (JsonNode.Parse(line) is not JsonObject json || (json["text"] ?? json["chunks"]) is not { } text)
                return null;
            return new JsonObject
            {
                ["guardrails"] = new JsonArray([.. command.Guardrails.Select(name => (JsonNode)name)]),
                ["direction"] = json["direction"]?.DeepClone() ?? command.Direction,
                [json["text"] is null ? "chunks" : "text"] = text.DeepClone(),
            }.ToJsonString();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
