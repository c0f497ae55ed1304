using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using LlmProxy.Configuration;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Endpoints;
using LlmProxy.Providers;

namespace LlmProxy.Guardrails.External;

/// <summary>Asks an OpenAI-compatible moderation endpoint.</summary>
internal sealed class ModerationGuard : ClusterGuard
{
    /// <summary>How many texts go in one request: 32. More go in further ones, one after another.</summary>
    internal const int MaxTexts = 32;

    private readonly ModerationPolicy _policy;

    [SetsRequiredMembers]
    public ModerationGuard(GuardDefinition definition, Lazy<GuardOutside> outside)
        : base(definition, TextKind.All & ~TextKind.Tools, outside) => _policy = new(definition.Options);

    /// <inheritdoc/>
    public override bool Fits(LlmClusterModel cluster) => cluster.Provider is not ProviderNames.Anthropic;

    /// <inheritdoc/>
    protected override bool AsksOnce(GuardSubject subject) => subject.Texts.Count <= MaxTexts;

    /// <inheritdoc/>
    protected override async Task<GuardVerdict> AskAsync(GuardSubject subject, GuardOutside outside, CancellationToken cancellation)
    {
        var cluster = outside.Cluster(ClusterId);
        var verdict = GuardVerdict.Clean;
        foreach (var texts in subject.Texts.Where(text => !text.Utf8.IsEmpty).Chunk(MaxTexts))
        {
            using var body = Body(texts);
            using var answer = await PostAsync(outside, cluster, LlmEndpoint.Moderations, "/moderations", body.WrittenMemory, cancellation);
            verdict = ModerationPolicy.Worse(verdict, _policy.Judge(answer.RootElement, texts.Length));
            if (verdict.Level == VerdictLevel.Found)
                return verdict;
        }

        return verdict;
    }

    private PooledBuffer Body(SubjectText[] texts)
    {
        var body = new PooledBuffer();
        body.Append("{"u8);
        if (Model is not null)
        {
            body.Append("\"model\":"u8);
            body.Append(JsonSerializer.SerializeToUtf8Bytes(Model));
            body.Append(","u8);
        }

        body.Append("\"input\":["u8);
        for (var i = 0; i < texts.Length; i++)
        {
            if (i > 0)
                body.Append(","u8);
            JsonStringWriter.Write(body, texts[i].Utf8.Span);
        }

        body.Append("]}"u8);
        return body;
    }
}
