using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using LlmProxy.Configuration;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Sandbox;
using OpenAI;
using OpenAI.Chat;

namespace LlmProxy.FunctionalTests.Sdk;

/// <summary>A gateway before a sandbox that plays three providers, and SDK clients that know of it only their base URL.</summary>
/// <remarks>
/// A model whose name ends with a fault of <see cref="Faults"/> meets that fault, whichever cluster it goes to; the fault
/// header, which only sandbox clusters pass on, works for models that begin with <c>sandbox</c>. The gateway itself neither tries
/// again, holds answers back, nor gives a destination up, so that what an SDK does about a failure can be seen.
/// </remarks>
public class SdkGateway : IAsyncLifetime, IDisposable
{
    /// <summary>The virtual key that the SDKs send, and that no provider may see.</summary>
    public const string CallersKey = "sk-callers-own-key";

    private static readonly Dictionary<string, string> Faults = new()
    {
        ["cut"] = "cut-mid;after:2",
        ["reset"] = "reset-mid;after:2",
        ["error-event"] = "error-event;after:2",
        ["hang"] = "hang",
        ["hang-mid"] = "hang-mid;after:2",
        ["limited"] = "status:429;retry-after:7",
        ["400"] = "status:400",
        ["401"] = "status:401",
        ["403"] = "status:403",
        ["404"] = "status:404",
        ["429"] = "status:429",
        ["500"] = "status:500",
        ["503"] = "status:503",
        ["529"] = "status:529",
    };

    // Far more than the tests of a class need: it only ends a test that would never end.
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(3));
    private SandboxServer? _sandbox;
    private TestGateway? _gateway;

    /// <summary>What the providers were sent.</summary>
    public SandboxRequestLog Received => _sandbox!.Requests;

    /// <summary>Ends a test that hangs.</summary>
    public CancellationToken Cancellation => _patience.Token;

    /// <summary>A plain client of the gateway.</summary>
    internal HttpClient Http => _gateway!.Client;

    /// <summary>The base URL that an application changes.</summary>
    public Uri BaseUrl => new(_gateway!.Address, "/v1");

    public async Task InitializeAsync()
    {
        var options = new SandboxOptions();
        foreach (var (ending, fault) in Faults)
            options.Faults.Add(new SandboxFaultOptions { Model = $"*-{ending}", Fault = fault });
        options.Faults.Add(new SandboxFaultOptions { Model = "*-once", Fault = "status:429;retry-after-ms:1", First = 1 });
        _sandbox = await SandboxServer.StartAsync(options, Cancellation);
        _gateway = await TestGateway.StartAsync(
            Config,
            builder =>
            {
                builder.Services.AddSingleton<IBuiltInSandbox>(new GivenSandbox(_sandbox.Address));
                AddServices(builder.Services);
            });
    }

    public async Task DisposeAsync()
    {
        await _gateway!.DisposeAsync();
        await _sandbox!.DisposeAsync();
    }

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds what the gateway has besides.</summary>
    protected virtual void AddServices(IServiceCollection services)
    {
    }

    /// <inheritdoc cref="IDisposable.Dispose"/>
    protected virtual void Dispose(bool isDisposing) => _patience.Dispose();

    /// <summary>Options for any OpenAI client.</summary>
    /// <param name="fault">The fault header, if one is wanted.</param>
    /// <param name="retries">What to do after a failure; by default nothing, so that a test sees the first one.</param>
    public OpenAIClientOptions Options(string? fault = null, PipelinePolicy? retries = null)
    {
        var options = new OpenAIClientOptions { Endpoint = BaseUrl, RetryPolicy = retries ?? new ClientRetryPolicy(0) };
        if (fault is not null)
            options.AddPolicy(new HeaderPolicy("x-sandbox-fault", fault), PipelinePosition.PerTry);
        return options;
    }

    /// <summary>The credential for any OpenAI client.</summary>
    public static ApiKeyCredential Key => new(CallersKey);

    /// <summary>OpenAI's chat client.</summary>
    public ChatClient Chat(string model, string? fault = null, PipelinePolicy? retries = null) => new(model, Key, Options(fault, retries));

    /// <summary>Anthropic's client.</summary>
    public AnthropicClient Claude(int retries = 0) =>
        new() { BaseUrl = _gateway!.Address.ToString().TrimEnd('/'), ApiKey = CallersKey, MaxRetries = retries };

    private const string Config = $$"""
        {
          "LlmProxy": {
            "Keys": { "Static": [ { "Name": "sdk", "Key": "{{CallersKey}}", "Tenant": "sdk", "Limits": { "RequestsPerMinute": 1000000 } } ] }
          },
          "ReverseProxy": {
            "Routes": { "llm": { "ClusterId": "openai", "Match": { "Path": "/v1/{**rest}" }, "Llm": { "Retry": { "MaxAttempts": 1 }, "Gate": { "Enabled": false } } } },
            "Clusters": {
              "sandbox": {
                "Destinations": { "a": { "Address": "sandbox:" } },
                "Llm": { "Provider": "sandbox", "Models": [ "sandbox*" ], "Breaker": { "Enabled": false } }
              },
              "openai": {
                "Destinations": { "a": { "Address": "sandbox:" } },
                "Llm": { "Provider": "openai", "ApiKey": "sk-openai", "Models": [ "gpt-*" ], "Breaker": { "Enabled": false } }
              },
              "claude": {
                "Destinations": { "a": { "Address": "sandbox:" } },
                "Llm": { "Provider": "anthropic", "ApiKey": "sk-ant-cluster", "Models": [ "claude-*" ], "Breaker": { "Enabled": false } }
              }
            }
          }
        }
        """;
}
