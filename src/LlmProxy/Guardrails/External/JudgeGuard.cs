using System.Diagnostics.CodeAnalysis;
using LlmProxy.Configuration;
using LlmProxy.Core.Guardrails;
using LlmProxy.Endpoints;
using LlmProxy.Providers;

namespace LlmProxy.Guardrails.External;

/// <summary>Asks a chat model whether texts are safe.</summary>
internal sealed class JudgeGuard : ClusterGuard
{
    private readonly string? _policy;
    private readonly double? _threshold;

    [SetsRequiredMembers]
    public JudgeGuard(GuardDefinition definition, Lazy<GuardOutside> outside)
        : base(definition, TextKind.All & ~TextKind.Tools, outside)
    {
        _policy = definition.Options.Policy;
        _threshold = definition.Options.Threshold;
    }

    /// <inheritdoc/>
    public override bool Fits(LlmClusterModel cluster) => true;

    /// <inheritdoc/>
    protected override async Task<GuardVerdict> AskAsync(GuardSubject subject, GuardOutside outside, CancellationToken cancellation)
    {
        var cluster = outside.Cluster(ClusterId);
        var isAnthropic = cluster.Provider == ProviderNames.Anthropic;
        var body = _policy is null && JudgePrompt.BringsItsOwn(Model!)
            ? JudgeRequest.Bare(subject, Model!)
            : JudgeRequest.Instructed(subject, Model!, _policy ?? JudgePrompt.DefaultPolicy, isAnthropic);
        var (endpoint, path) = isAnthropic ? (LlmEndpoint.Messages, "/messages") : (LlmEndpoint.ChatCompletions, "/chat/completions");
        using var answer = await PostAsync(outside, cluster, endpoint, path, body, cancellation);
        return JudgeAnswer.Read(JudgeAnswer.TextOf(answer.RootElement), _threshold);
    }
}
