using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Reading;
using LlmProxy.Core.Prompts;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Headers;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Experiments.Gates;
using LlmProxy.Routing;
using LlmProxy.Tenancy;
using LlmProxy.Tests.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Prompts.Experiments;

/// <summary>Experiments of a configuration with one route, <c>llm</c>, whose clusters serve <c>small</c>, <c>large</c> and <c>far</c>.</summary>
internal sealed class ExperimentFixture
{
    private readonly LlmRouteModel _route;
    private readonly PromptExperiments _experiments;

    public ExperimentFixture(string experiments)
    {
        var reading = LlmConfigReader.Read(
            TestConfig.Of($$"""
                {
                  "ReverseProxy": {
                    "Routes": { "llm": { "ClusterId": "near", "Match": { "Path": "/v1/{**rest}" }, "Llm": {} } },
                    "Clusters": {
                      "near": { "Destinations": { "a": { "Address": "http://127.0.0.1:9/" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "small", "large" ] } },
                      "far": { "Destinations": { "a": { "Address": "http://127.0.0.1:9/" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "far" ] } },
                      "keyless": { "Destinations": { "a": { "Address": "http://127.0.0.1:9/" } }, "Llm": { "Provider": "openai", "ApiKey": "${NOT_SET}", "Models": [ "keyless" ] } }
                    }
                  },
                  "LlmProxy": { "Experiments": { {{experiments}} } }
                }
                """),
            TestConfig.Env());
        // What has no file here is given by the tests.
        Assert.DoesNotContain(reading.Errors, error => !error.Path.EndsWith(":Prompt", StringComparison.Ordinal));
        _route = Assert.Single(reading.Routes).Model!;
        _experiments = new PromptExperiments(Objects, new MissingVersions(NullLogger<MissingVersions>.Instance), Stops);
    }

    /// <summary>What providers keep.</summary>
    public StoredObjects Objects { get; } = new(static () => 100);

    /// <summary>The variants that are stopped.</summary>
    public VariantStops Stops { get; } = new();

    /// <summary>Chooses for a request.</summary>
    public ExperimentChoice Choose(LlmExchange exchange, PromptAsset? prompt = null) => _experiments.Choose(exchange, prompt);

    /// <summary>The variants of a request, as headers name them.</summary>
    public string Assigned(LlmExchange exchange, PromptAsset? prompt = null) => string.Join(", ", Choose(exchange, prompt).Assignments);

    /// <summary>Whether a request without a prompt can be in one.</summary>
    public bool Concerns(LlmExchange exchange) => _experiments.Concerns(exchange);

    /// <summary>A request.</summary>
    public LlmExchange Request(
        string? user = null, Caller? caller = null, string body = """{"model":"small","messages":[]}""", string path = "/v1/chat/completions", string? wish = null,
        bool stays = false, string id = "01ARZ3NDEKTSV4RRFFQ69G5FAV")
    {
        Assert.True(LlmPath.TryParse(path, out var parsed));
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        if (wish is not null)
            context.Request.Headers[LlmHeaderNames.Experiment] = wish;
        var request = LlmRequestReader.Read(Encoding.UTF8.GetBytes(body), 128);
        return new LlmExchange(context, _route, parsed, id, 1)
        {
            User = user,
            Caller = caller ?? Caller.Anonymous,
            Request = request,
            Model = request.Model,
            StaysAtTarget = stays,
        };
    }

    /// <summary>The prompt <c>general_chat</c> with versions; the first of them is live.</summary>
    public static PromptAsset Prompt(params string[] versions)
    {
        List<PromptTemplate> templates = [.. versions.Select(version => Template(version))];
        return new() { Name = "general_chat", Versions = templates, Live = templates[0] };
    }

    /// <summary>A version of <c>general_chat</c>.</summary>
    public static PromptTemplate Template(string version, string? model = null) => new()
    {
        Id = new("general_chat", version),
        Messages = [],
        HistoryAt = 0,
        Source = version,
        Hash = version,
        Settings = new() { Model = model },
    };
}
