using LlmProxy.Configuration;
using LlmProxy.Core.Tokens;
using LlmProxy.Core.Tokens.Prompts;
using LlmProxy.Health.Degradation;
using Microsoft.Extensions.Hosting;

namespace LlmProxy.Metering.Tokens;

/// <summary>Loads the vocabularies of the configured models once the gateway has started, so that no request waits the 0.1 to 0.3 s which that takes.</summary>
/// <remarks>A model that a reload or a caller brings later has its vocabulary loaded when it is first counted.</remarks>
internal sealed class TokenizerWarmUp(LlmConfigState configuration, Degradations degradations) : IHostedLifecycleService
{
    private readonly SideComponent _guard = degradations.Get(ComponentNames.TokenLearning);

    /// <summary>The loading; ends when all are there.</summary>
    internal Task Loading { get; private set; } = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Loading = Task.Run(Load, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The encodings that models of a configuration are counted by; a pattern stands for the models that its beginning names.</summary>
    internal static IEnumerable<string> Encodings(LlmConfigModel configuration) => configuration.Clusters
        .Where(cluster => cluster.IsUsable)
        .SelectMany(cluster => cluster.Models.Select(pattern => pattern.Text).Concat(cluster.Aliases.Values))
        .Select(name => PromptModel.For(name.TrimEnd('*')).Encoding)
        .Distinct(StringComparer.Ordinal);

    private void Load() => _guard.TryRun(
        static configuration =>
        {
            foreach (var encoding in Encodings(configuration.Current))
                Tokenizers.Get(encoding).CountTokens("Hello, world."u8);
        },
        configuration);
}
