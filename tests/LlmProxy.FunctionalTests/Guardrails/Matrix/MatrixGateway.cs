using System.Text.Json;
using LlmProxy.Core.Guardrails;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmProxy.FunctionalTests.Guardrails.Matrix;

/// <summary>
/// One gateway with a route for each guard, action and direction, before a provider that says what the user said, three characters at a
/// time, and a service that judges.
/// </summary>
public sealed class MatrixGateway : IAsyncLifetime
{
    /// <summary>What guards say where they block.</summary>
    internal const string Message = "[stopped]";

    private readonly string _schema = Path.Combine(Path.GetTempPath(), $"llmproxy-schema-{Guid.NewGuid():N}.json");
    private ScriptedProvider _provider = null!;
    private ScriptedProvider _outside = null!;
    private TestGateway _gateway = null!;

    /// <summary>What was logged.</summary>
    internal GuardLog Log { get; } = new();

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_schema, """{"type":"object","properties":{"age":{"type":"integer"}}}""");
        _provider = await ScriptedProvider.StartAsync(EchoAsync);
        _outside = await ScriptedProvider.StartAsync(JudgeAsync);
        _gateway = await TestGateway.StartAsync(Config(), builder => builder.Logging.AddProvider(Log));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _outside.DisposeAsync();
        await _provider.DisposeAsync();
        File.Delete(_schema);
    }

    /// <summary>Sends a request to the route of a guard.</summary>
    internal async Task<GuardedAnswer> AskAsync(GuardCase row, GuardAction action, string direction, string cluster, Wire wire, string said, bool stream)
    {
        var before = _provider.Requests.Count;
        using var response = await _gateway.PostAsync(
            $"/{direction}/{GuardCases.NameOf(row.Guard, action)}/{cluster}/v1/{wire.Path}", wire.Request(row.System, said, stream));
        var body = await response.Content.ReadAsStringAsync();
        var sent = _provider.Requests.Skip(before).ToList();
        return new(
            response.StatusCode, body, Header(response, "x-llmproxy-guardrails"), Header(response, "x-llmproxy-request-id")!,
            sent.Count == 0 ? null : UserOf(Assert.Single(sent)));
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    private static Wire WireOf(ReceivedRequest request) => Wire.All.Single(wire => request.Path == $"/v1/{wire.Path}");

    private static string UserOf(ReceivedRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        return WireOf(request).UserOf(body.RootElement);
    }

    private static Task EchoAsync(HttpContext context, ReceivedRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        var stream = body.RootElement.TryGetProperty("stream", out var asked) && asked.GetBoolean();
        var (wire, text) = (WireOf(request), UserOf(request));
        context.Response.ContentType = stream ? "text/event-stream" : "application/json";
        return context.Response.WriteAsync(stream ? wire.Stream([.. text.Chunk(3).Select(piece => new string(piece))]) : wire.Whole(text));
    }

    private static Task JudgeAsync(HttpContext context, ReceivedRequest request)
    {
        var isBad = request.Text.Contains(GuardCases.Offence, StringComparison.Ordinal);
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(request.Path switch
        {
            "/v1/moderations" => isBad
                ? """{"results":[{"flagged":true,"categories":{"hate":true},"category_scores":{"hate":0.9}}]}"""
                : """{"results":[{"flagged":false,"categories":{"hate":false},"category_scores":{"hate":0.1}}]}""",
            "/judge" => isBad ? """{"action":"block","types":["piracy"]}""" : """{"action":"allow"}""",
            _ => new ChatWire().Whole(isBad ? "unsafe\nS10" : "safe"),
        });
    }

    private string Config()
    {
        List<string> guards = [], routes = [];
        foreach (var row in GuardCases.All)
        {
            foreach (var action in GuardCases.ActionsOf(row))
            {
                var name = GuardCases.NameOf(row.Guard, action);
                guards.Add($$"""
                    "{{name}}": { "Type": "{{row.Guard}}", "Action": "{{action}}", "Message": "{{Message}}"{{(row.Settings.Length > 0 ? ", " + Settings(row) : "")}} }
                    """);
                if (row.Input)
                    routes.AddRange([Route("in", "Input", name, "openai"), Route("in", "Input", name, "anthropic")]);
                if (row.Output)
                    routes.AddRange([Route("out", "Output", name, "openai"), Route("out", "Output", name, "anthropic")]);
            }
        }

        return $$"""
            {
              "ReverseProxy": {
                "Routes": { {{string.Join(",\n", routes)}} },
                "Clusters": { {{Cluster("openai", _provider)}}, {{Cluster("anthropic", _provider)}}, {{Cluster("outside", _outside, "openai")}} }
              },
              "LlmProxy": { "Guardrails": { {{string.Join(",\n", guards)}} } }
            }
            """;
    }

    private string Settings(GuardCase row) =>
        row.Settings.Replace("SCHEMA", JsonEncodedText.Encode(_schema).ToString(), StringComparison.Ordinal).Replace("OUTSIDE", _outside.Address.ToString(), StringComparison.Ordinal);

    private static string Route(string direction, string setting, string name, string cluster) => $$"""
        "{{direction}}-{{name}}-{{cluster}}": {
          "ClusterId": "{{cluster}}", "Match": { "Path": "/{{direction}}/{{name}}/{{cluster}}/v1/{**rest}" }, "Llm": { "Guardrails": { "{{setting}}": [ "{{name}}" ] } }
        }
        """;

    private static string Cluster(string id, ScriptedProvider provider, string? kind = null) => $$"""
        "{{id}}": { "Destinations": { "a": { "Address": "{{provider.Address}}" } }, "Llm": { "Provider": "{{kind ?? id}}", "ApiKey": "k1", "Models": [ "*" ] } }
        """;
}
