using System.Numerics;
using System.Text;
using LlmProxy.Core.Guardrails.Folding;

namespace LlmProxy.Core.Guardrails.Leaks;

/// <summary>All sequences of up to four words in texts that must not be repeated. Immutable, and safe for many threads.</summary>
public sealed class LeakIndex : ISpanGuard
{
    /// <summary>Most words that are remembered: 50,000, some 5 MB; what comes behind them is not looked for.</summary>
    public const int MaxWords = 50_000;

    /// <summary>How many words of a sequence are looked at together. A repeat is one in which all neighbours that stand so close are those of the texts.</summary>
    internal const int Window = 4;

    /// <summary>What is undone before words are compared.</summary>
    internal const FoldOptions Folding = FoldOptions.Usual | FoldOptions.LowerCase;

    private readonly HashSet<ulong> _sequences = [];
    private readonly LeakRule _rule;

    /// <param name="texts">The texts, UTF-8.</param>
    /// <param name="rule">What counts as a repeat.</param>
    public LeakIndex(IEnumerable<ReadOnlyMemory<byte>> texts, LeakRule rule)
    {
        ArgumentNullException.ThrowIfNull(texts);
        _rule = rule;
        foreach (var text in texts)
            Add(text.Span);
    }

    /// <summary>How many words the texts have together.</summary>
    public int Words { get; private set; }

    /// <inheritdoc/>
    public ISpanScanner CreateScanner(TextKind kind, TextForm form)
    {
        var scanner = new LeakScanner(this, _rule);
        return form == TextForm.Json ? new JsonFormScanner(scanner) : scanner;
    }

    /// <summary>How many of the last words, up to <see cref="Window"/>, stand so in the texts.</summary>
    /// <param name="last">The hashes of the last words, the newest first; 0 where there is none.</param>
    internal int Longest(ReadOnlySpan<ulong> last)
    {
        var hash = 0ul;
        for (var i = 0; i < last.Length; i++)
        {
            hash = Join(hash, last[i]);
            if (last[i] == 0 || !_sequences.Contains(hash))
                return i;
        }

        return last.Length;
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        using var folder = new TextFolder(Folding);
        var words = new LeakWords();
        Span<ulong> last = stackalloc ulong[Window];
        last.Clear();
        folder.Feed(text);
        Add(folder.Folded, ref words, last);
        folder.Finish();
        Add(folder.Folded, ref words, last);
        if (words.Finish(out var ended))
            Add(ended, last);
    }

    private void Add(ReadOnlySpan<byte> folded, ref LeakWords words, Span<ulong> last)
    {
        while (!folded.IsEmpty)
        {
            Rune.DecodeFromUtf8(folded, out var character, out var length);
            var step = words.Take(character, out var ended);
            if (step >= LeakStep.EndsBefore)
                Add(ended, last);
            if (step != LeakStep.EndsBeforeAndStays)
                folded = folded[length..];
        }
    }

    private void Add(LeakWord word, Span<ulong> last)
    {
        if (Words == MaxWords)
            return;
        Words++;
        last[..^1].CopyTo(last[1..]);
        last[0] = word.Hash;
        var hash = 0ul;
        foreach (var one in last)
        {
            if (one == 0)
                return;
            _sequences.Add(hash = Join(hash, one));
        }
    }

    /// <summary>The hash of a sequence with one more word before it; its length is in it, since the mixing turns.</summary>
    private static ulong Join(ulong hash, ulong word) => (BitOperations.RotateLeft(hash, 23) + word) * 0x9E3779B97F4A7C15;
}
