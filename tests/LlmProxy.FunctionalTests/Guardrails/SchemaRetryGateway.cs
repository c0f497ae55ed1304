using System.Text.Json;
using LlmProxy.FunctionalTests.Guardrails.Matrix;
using LlmProxy.FunctionalTests.Metering;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Metering.Ledger;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Guardrails;

/// <summary>A gateway whose answers keep the schema of their request, or are asked for once more, before a provider that answers what a test says.</summary>
internal sealed class SchemaRetryGateway : IAsyncDisposable
{
    /// <summary>An answer that does not keep the schema.</summary>
    public const string Bad = """{"age":"seven"}""";

    /// <summary>One that does.</summary>
    public const string Good = """{"age":7}""";

    /// <summary>Where the first one does not.</summary>
    public const string Place = "'#/properties/age/type'";

    private const string Schema = """{"type":"object","properties":{"age":{"type":"integer"}},"required":["age"]}""";

    private readonly MeteredGateway _metered;

    private SchemaRetryGateway(MeteredGateway metered, ScriptedProvider provider)
    {
        _metered = metered;
        Provider = provider;
    }

    public ScriptedProvider Provider { get; }

    public TestGateway Gateway => _metered.Gateway;

    /// <summary>Starts it before a provider that speaks <paramref name="wire"/>.</summary>
    /// <param name="wire">The provider's protocol.</param>
    /// <param name="answer">What it says to a request, as its text; <c>null</c>: status 500.</param>
    /// <param name="guard">The guard's settings.</param>
    /// <param name="route">More of the route's.</param>
    /// <param name="guards">More guards.</param>
    public static Task<SchemaRetryGateway> StartAsync(Wire wire, Func<ReceivedRequest, int, string?> answer, string guard = "\"Retry\": true", string route = "", string guards = "") =>
        StartAsync(wire, (request, number) => Task.FromResult(answer(request, number)), guard, route, guards);

    /// <inheritdoc cref="StartAsync(Wire, Func{ReceivedRequest, int, string}, string, string, string)"/>
    public static async Task<SchemaRetryGateway> StartAsync(Wire wire, Func<ReceivedRequest, int, Task<string?>> answer, string guard = "\"Retry\": true", string route = "", string guards = "")
    {
        var number = 0;
        var provider = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            if (await answer(request, Interlocked.Increment(ref number)) is { } text)
                await WriteAsync(context, request, wire, text);
            else
                context.Response.StatusCode = 500;
        });
        var config = TestGateway.Config(
            provider.Address, wire is MessagesWire ? "anthropic" : "openai", "\"ApiKey\": \"k1\"",
            $$""" "Guardrails": { "json-schema": { {{guard}} }{{guards}} } """,
            $$""" "Guardrails": { "Input": [ "pii" ], "Output": [ "json-schema" ] }{{route}} """);
        return new(await MeteredGateway.StartAsync(config.Replace("\"Input\": [ \"pii\" ], ", guards.Length > 0 ? "\"Input\": [ \"pii\" ], " : "", StringComparison.Ordinal)), provider);
    }

    /// <summary>A request for an age, by which the answer is judged.</summary>
    public static string Request(Wire wire, bool stream, string user = "How old?", string more = "")
    {
        var format = wire switch
        {
            ChatWire => $$$""" "response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{{{Schema}}}}} """,
            ResponsesWire => $$$""" "text":{"format":{"type":"json_schema","name":"a","schema":{{{Schema}}}}} """,
            _ => $$$""" "output_format":{"type":"json_schema","schema":{{{Schema}}}} """,
        };
        return $"{{{format},{more}{wire.Request(null, user, stream)[1..]}";
    }

    /// <summary>Asks, and reads the answer's text and the reason of its end.</summary>
    public async Task<(string Text, string? Reason, HttpResponseMessage Response)> AskAsync(Wire wire, bool stream, string user = "How old?", string more = "")
    {
        var response = await Gateway.PostAsync($"/v1/{wire.Path}", Request(wire, stream, user, more));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        var (text, reason) = wire.Read(body, stream);
        return (text, reason, response);
    }

    /// <summary>The record of the only request, once nothing of it is under way.</summary>
    public async Task<LedgerRecord> RecordAsync() => Assert.Single((await _metered.EndedAsync()).Records);

    /// <inheritdoc cref="MeteredGateway.EndedAsync"/>
    public async Task<List<LedgerRecord>> RecordsAsync(int number) => (await _metered.EndedAsync(number)).Records;

    public async ValueTask DisposeAsync()
    {
        await _metered.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private static Task WriteAsync(HttpContext context, ReceivedRequest request, Wire wire, string text)
    {
        using var body = JsonDocument.Parse(request.Body);
        var stream = body.RootElement.TryGetProperty("stream", out var asked) && asked.GetBoolean();
        context.Response.ContentType = stream ? "text/event-stream" : "application/json";
        return context.Response.WriteAsync(stream ? wire.Stream([.. text.Chunk(3).Select(piece => new string(piece))]) : wire.Whole(text));
    }
}
