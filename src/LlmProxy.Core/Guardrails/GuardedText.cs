using System.Runtime.InteropServices;
using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails;

/// <summary>Lets a text that comes in pieces pass under the guards of its kind: what no guard can object to any more goes out at once.</summary>
/// <remarks>
/// <para>
/// Spans are taken in the order of their beginnings; of those that begin together a blocking one first, then the longest, then the
/// first guard's. A place is replaced once: where spans overlap, the first is replaced, and what the others cover beyond it is left
/// out. Of one guard's findings that share a byte, one counts behind another only where its action is the stronger, or where it covers
/// more that must not pass. A blocking span ends the text before itself. Since a span is only taken when no other can begin before it any more, the result is the same however the
/// text was cut.
/// </para>
/// <para>
/// Where a guard may hold text for a certain time only (<see cref="SpanRule.Release"/>), text goes out behind that which it has not judged.
/// It goes on looking: of a finding that has begun in such text the rest is left out, and one that blocks ends the text. Whether
/// it is allowed is not asked, since its beginning is gone.
/// </para>
/// <para>What is held is bounded by what the scanners may hold. One instance serves one text at a time and one thread.</para>
/// </remarks>
public sealed partial class GuardedText : IDisposable
{
    private readonly SpanRule[] _rules;
    private readonly IGuardedTextSink _sink;
    private readonly HeldText _held = new();
    private readonly List<GuardSpan> _told = [];
    private readonly List<RuledSpan> _spans = [];
    private readonly TakenEnds _taken;
    private readonly HoldTimes? _times;
    private TextParts? _parts;

    /// <param name="rules">What the guards do, in the order of the configuration. Their scanners belong to this object.</param>
    /// <param name="sink">Is told what they find, and replaces it.</param>
    /// <param name="clock">Tells when <see cref="SpanRule.Release"/> has passed; <c>null</c>: it does not count.</param>
    public GuardedText(IEnumerable<SpanRule> rules, IGuardedTextSink sink, TimeProvider? clock = null)
    {
        _rules = [.. rules];
        _taken = new TakenEnds(_rules.Length);
        _times = HoldTimes.Of(_rules, clock);
        _sink = sink;
    }

    /// <summary>Whether a guard ended the text; whatever comes then is left out.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>How many parts of the text are over (<see cref="EndPart"/>) and have not gone out whole.</summary>
    public int OpenParts => _parts?.Open ?? 0;

    /// <summary>The lengths that the output had when parts went out whole, since <see cref="ForgetCuts"/>.</summary>
    public ReadOnlySpan<int> Cuts => _parts is null ? default : CollectionsMarshal.AsSpan(_parts.Cuts);

    /// <summary>How many bytes of the text have come.</summary>
    public long Length => _held.End;

    /// <summary>How many of them are held back.</summary>
    public int HeldBytes => _held.Length;

    /// <summary>When <see cref="Release(long, PooledBuffer)"/> is due, a timestamp of the clock; 0: nothing is held, or as long as it must be.</summary>
    public long ReleaseAt => IsBlocked ? 0 : _times?.DueAt ?? 0;

    /// <summary>Takes the text's next bytes, and appends to <paramref name="output"/> what may go out by now.</summary>
    public void Feed(ReadOnlySpan<byte> text, PooledBuffer output)
    {
        if (IsBlocked || text.IsEmpty)
            return;
        for (var i = 0; i < _rules.Length; i++)
        {
            _rules[i].Scanner.Feed(text, _told);
            Note(i);
        }

        var safe = SafeOffset(_held.End + text.Length);
        _times?.Note(_held.End + text.Length);
        if (_spans.Count == 0 && _held.Length == 0 && safe == _held.End + text.Length)
        {
            output.Append(text);
            _held.Skip(text.Length);
            return;
        }

        _held.Append(text);
        Deliver(safe, output);
    }

    /// <summary>Time has passed: appends what is due by now, judged or not.</summary>
    /// <param name="now">The clock's timestamp.</param>
    /// <param name="output">Takes it.</param>
    public void Release(long now, PooledBuffer output)
    {
        if (IsBlocked || _times is null)
            return;
        _times.Pass(now, _held.End);
        Deliver(SafeOffset(_held.End), output);
    }

    /// <summary>A part of the text ends, behind which the text may go on: appends what may go out by now. What replaces a place goes where that begins.</summary>
    public void EndPart(PooledBuffer output)
    {
        if (IsBlocked)
            return;
        for (var i = 0; i < _rules.Length; i++)
        {
            _rules[i].Scanner.EndPart(_told);
            Note(i);
        }

        (_parts ??= new()).End(_held.End);
        Deliver(SafeOffset(_held.End), output);
    }

    /// <summary>Forgets <see cref="Cuts"/>.</summary>
    public void ForgetCuts() => _parts?.Cuts.Clear();

    /// <summary>The text ends: appends what is left of it.</summary>
    public void Finish(PooledBuffer output)
    {
        if (IsBlocked)
            return;
        for (var i = 0; i < _rules.Length; i++)
        {
            _rules[i].Scanner.Finish(_told);
            Note(i);
        }

        Deliver(long.MaxValue, output);
    }

    /// <summary>Begins a new text.</summary>
    public void Reset()
    {
        foreach (var rule in _rules)
            rule.Scanner.Reset();
        _held.Clear();
        _told.Clear();
        _spans.Clear();
        _taken.Clear();
        _times?.Clear();
        _parts?.Clear();
        IsBlocked = false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var rule in _rules)
            rule.Scanner.Dispose();
        _held.Clear();
    }

    private void Note(int rule)
    {
        foreach (var span in _told)
            _spans.Add(new(span, rule, _rules[rule].ActionOf(span.Type)));
        _told.Clear();
    }

    /// <summary>The offset before which no guard holds anything.</summary>
    private long SafeOffset(long safe)
    {
        for (var i = 0; i < _rules.Length; i++)
            safe = Math.Min(safe, _times?.SafeOffset(i) ?? _rules[i].Scanner.SafeOffset);
        return safe;
    }
}
