using System.Text;
using LlmProxy.Core.Guardrails.Folding;

namespace LlmProxy.Core.Guardrails.Leaks;

/// <summary>Finds places where a text repeats others, word for word.</summary>
/// <remarks>
/// A repeat is told when it ends, and held until then: what is held is the words that stand in the other texts in this order, in most text one or
/// two. One that goes on for more than <see cref="MaxHeld"/> bytes is told in pieces.
/// </remarks>
internal sealed class LeakScanner(LeakIndex index, LeakRule rule) : ISpanScanner
{
    /// <summary>Most bytes of folded text that a repeat holds back: 16 KiB.</summary>
    public const int MaxHeld = 16 * 1024;

    private readonly TextFolder _folder = new(LeakIndex.Folding);
    private readonly LeakRun _run = new();
    private readonly ulong[] _last = new ulong[LeakIndex.Window];
    private LeakWords _words;
    private long _at;
    private long _wordStart;
    private long _lastEnd;
    private bool _goesOn;

    /// <inheritdoc/>
    public long SafeOffset { get; private set; }

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
    {
        _folder.Feed(utf8);
        Read(found);
    }

    /// <inheritdoc/>
    public void Finish(List<GuardSpan> found)
    {
        _folder.Finish();
        Read(found);
        if (_words.Finish(out var ended))
            Take(ended, _at, found);
        End(found);
        _run.Keep(0);
        Forget();
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _folder.Reset();
        _run.Keep(0);
        _last.AsSpan().Clear();
        _words = default;
        _at = _wordStart = _lastEnd = SafeOffset = 0;
        _goesOn = false;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private void Read(List<GuardSpan> found)
    {
        var folded = _folder.Folded;
        while (!folded.IsEmpty)
        {
            Rune.DecodeFromUtf8(folded, out var character, out var length);
            if (_words.Characters == 0)
                _wordStart = _at;
            var step = _words.Take(character, out var ended);
            if (step >= LeakStep.EndsBefore)
                Take(ended, step == LeakStep.EndsWith ? _at + length : _at, found);
            if (step == LeakStep.EndsBeforeAndStays)
                continue;
            _at += length;
            folded = folded[length..];
        }

        Forget();
    }

    /// <summary>A word has ended.</summary>
    private void Take(in LeakWord word, long end, List<GuardSpan> found)
    {
        _last.AsSpan(0, _last.Length - 1).CopyTo(_last.AsSpan(1));
        _last[0] = word.Hash;
        var known = index.Longest(_last);
        // Words that stand so in the texts, if they are as many as are looked at, go on with all that came before; else they are all.
        var kept = known == _last.Length ? _run.Count : Math.Min(known - 1, _run.Count);
        if (kept < _run.Count || known == 0)
            End(found);
        // One that was told in pieces has no words before this one, and is over all the same.
        _goesOn &= known == _last.Length;
        _run.Keep(Math.Max(kept, 0));
        if (known > 0)
        {
            _run.Add(_wordStart, word.Characters);
            _lastEnd = end;
            if (end - _run.Start > MaxHeld)
                Cut(found);
        }
    }

    /// <summary>Tells what has been a repeat up to here, if it was one.</summary>
    private void End(List<GuardSpan> found)
    {
        if (_run.Count > 0 && (_goesOn || rule.Counts(_run.Count, _run.Characters, index.Words)))
            Tell(found);
        _goesOn = false;
    }

    /// <summary>Tells a repeat that goes on.</summary>
    private void Cut(List<GuardSpan> found)
    {
        Tell(found);
        _run.Keep(0);
        _goesOn = true;
    }

    private void Tell(List<GuardSpan> found)
    {
        var start = _folder.RawStartOf(_run.Start);
        var share = Math.Min(1, (float)_run.Count / Math.Max(1, index.Words));
        found.Add(new GuardSpan(start, (int)(_folder.RawEndOf(_lastEnd) - start), LeakRule.Type, share));
    }

    private void Forget()
    {
        var safe = _run.Count > 0 ? _run.Start : _words.Characters > 0 ? _wordStart : _at;
        SafeOffset = _folder.RawStartOf(safe);
        _folder.Forget(safe - 1);
    }
}
