using System.Buffers;
using LlmProxy.Core.Guardrails.Injection.Concepts;
using LlmProxy.Core.Guardrails.Injection.Features;
using LlmProxy.Core.Guardrails.Injection.Folding;

namespace LlmProxy.Core.Guardrails.Injection;

/// <summary>Scores texts for prompt injection: attempts to override, bypass or reveal the instructions of a model.</summary>
/// <remarks>
/// Safe for all threads at once. The time is linear in the text, whatever it holds; nothing is allocated but arrays of
/// the shared pool. Score what users, tools and documents say, never the operator's own system text: that is made of
/// instructions.
/// </remarks>
public sealed class InjectionScorer
{
    private readonly InjectionModel _model;
    private readonly Lexicon _lexicon = Lexicon.Default;
    private readonly ReasonTable _reasons;

    internal InjectionScorer(InjectionModel model)
    {
        _model = model;
        _reasons = new ReasonTable(_lexicon);
    }

    /// <summary>The scorer with the weights of this version; the first use loads them.</summary>
    public static InjectionScorer Default { get; } = new(InjectionModel.Default);

    /// <summary>Scores a text.</summary>
    /// <param name="utf8">Decoded text, never a raw JSON body; bytes that are no UTF-8 are passed over.</param>
    /// <returns>The score; 0 for a text without a word.</returns>
    public InjectionScore Score(ReadOnlySpan<byte> utf8) => TryJudge(utf8, out var logit, out var concepts, out var kinds)
        ? new InjectionScore(_model.Score(logit), _reasons.Of(concepts, kinds))
        : default;

    /// <summary>The log-odds before calibration; false for a text without a word.</summary>
    internal bool TryLogit(ReadOnlySpan<byte> utf8, out double logit) => TryJudge(utf8, out logit, out _, out _);

    private bool TryJudge(ReadOnlySpan<byte> utf8, out double logit, out ulong concepts, out FoldingKinds undone)
    {
        using var parts = new FoldedParts(utf8);
        var best = int.MinValue;
        concepts = 0;
        undone = FoldingKinds.None;
        var table = ArrayPool<ulong>.Shared.Rent(DistinctFeatures.Size);
        var waiting = ArrayPool<uint>.Shared.Rent(BlockFeatures.Room);
        for (var part = 0; part < parts.Count; part++)
        {
            var text = parts.Get(part, out var kinds);
            var windows = new WindowScores(new BlockFeatures(_model, new DistinctFeatures(table), waiting));
            var reader = new FeatureReader<WindowScores>(text, kinds, _lexicon.Trie);
            reader.Read(ref windows);
            if (windows.IsEmpty || windows.Best <= best)
                continue;
            best = windows.Best;
            concepts = windows.BestConcepts;
            undone = kinds;
        }

        ArrayPool<ulong>.Shared.Return(table);
        ArrayPool<uint>.Shared.Return(waiting);
        logit = best == int.MinValue ? double.NegativeInfinity : _model.Logit(best);
        return best != int.MinValue;
    }
}
