using System.Runtime.InteropServices;
using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails;

/// <summary>Lets a whole text pass under its guards that may be cut into parts, each of which stays a text of its own.</summary>
/// <remarks>
/// What stands across a cut is found, and so is what stands in one part alone and would be no finding beside its neighbour's letters:
/// the parts are searched together and each by itself. What replaces a place goes where the place begins. For one part the result is
/// that of <see cref="GuardedText"/>. One instance serves one request and one thread.
/// </remarks>
public sealed class GuardedParts : IDisposable
{
    /// <summary>Beyond so many findings in the parts, one may be told twice; comparing more of them would take the square of their time.</summary>
    private const int MaxCompared = 1_000;

    private readonly SpanRule[] _rules;
    private readonly IGuardedTextSink _sink;
    private readonly PooledBuffer _joined = new();
    private readonly PooledBuffer _replacements = new();
    private readonly List<GuardSpan> _told = [];
    private readonly List<RuledSpan> _spans = [];
    private readonly List<Edit> _edits = [];
    private readonly TakenEnds _taken;
    private readonly SuspectRules _suspects;
    private int _inParts;

    /// <param name="rules">What the guards do, in the order of the configuration. Their scanners belong to this object.</param>
    /// <param name="sink">Is told what they find, and replaces it.</param>
    public GuardedParts(IEnumerable<SpanRule> rules, IGuardedTextSink sink)
    {
        _rules = [.. rules];
        _taken = new TakenEnds(_rules.Length);
        _suspects = new SuspectRules(_rules);
        _sink = sink;
    }

    /// <summary>Whether a guard blocks the text; then nothing of it is to be used.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>Whether a part differs from what it was.</summary>
    public bool HasChanged => _edits.Count > 0;

    /// <summary>Judges a text.</summary>
    public void Run(ReadOnlyMemory<byte> text)
    {
        Begin();
        Scan(text.Span, 0);
        Take(text.Span);
    }

    /// <summary>Judges a text in parts, of which there are some.</summary>
    public void Run(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        if (parts.Count == 1)
        {
            Run(parts[0]);
            return;
        }

        Begin();
        foreach (var part in parts)
        {
            Scan(part.Span, _joined.Length);
            _joined.Append(part.Span);
        }

        _inParts = Math.Min(_spans.Count, MaxCompared);
        Scan(_joined.WrittenSpan, 0);
        Take(_joined.WrittenSpan);
    }

    /// <summary>Appends what became of a part to <paramref name="output"/>.</summary>
    /// <param name="start">Where the part begins in the whole text.</param>
    /// <param name="part">The part as it was.</param>
    /// <param name="output">Takes it.</param>
    /// <returns>Whether it differs.</returns>
    public bool Write(int start, ReadOnlySpan<byte> part, PooledBuffer output)
    {
        var end = start + part.Length;
        var at = start;
        var differs = false;
        for (var i = FirstBeyond(start); i < _edits.Count && _edits[i].Start < end; i++)
        {
            var edit = _edits[i];
            differs = true;
            if (edit.Start > at)
                output.Append(part[(at - start)..(edit.Start - start)]);
            if (edit.Start >= start)
                output.Append(_replacements.WrittenSpan.Slice(edit.At, edit.Length));
            at = Math.Min(edit.End, end);
        }

        output.Append(part[(at - start)..]);
        return differs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var rule in _rules)
            rule.Scanner.Dispose();
        _suspects.Dispose();
        _joined.Dispose();
        _replacements.Dispose();
    }

    /// <summary>The first edit that ends after <paramref name="start"/>: they are in order, and share no byte.</summary>
    private int FirstBeyond(int start)
    {
        var from = 0;
        var to = _edits.Count;
        while (from < to)
        {
            var middle = from + ((to - from) / 2);
            if (_edits[middle].End > start)
                to = middle;
            else
                from = middle + 1;
        }

        return from;
    }

    private void Begin()
    {
        IsBlocked = false;
        _joined.Release();
        _replacements.Release();
        _spans.Clear();
        _edits.Clear();
        _inParts = 0;
        _taken.Clear();
    }

    private void Scan(ReadOnlySpan<byte> text, int offset)
    {
        _suspects.Read(text);
        for (var i = 0; i < _rules.Length; i++)
        {
            var scanner = _rules[i].Scanner;
            if (!_suspects[i])
            {
                scanner.Pass(text);
                continue;
            }

            scanner.Reset();
            scanner.Feed(text, _told);
            scanner.Finish(_told);
            foreach (var span in _told)
                Add(new(span with { Start = span.Start + offset }, i, _rules[i].ActionOf(span.Type)));
            _told.Clear();
        }
    }

    /// <summary>What is found in the parts together and in one of them is one finding.</summary>
    private void Add(in RuledSpan span)
    {
        for (var i = 0; i < _inParts; i++)
        {
            ref readonly var other = ref CollectionsMarshal.AsSpan(_spans)[i];
            if (other.Rule == span.Rule && other.Span.Start == span.Span.Start && other.Span.Length == span.Span.Length && other.Span.Type == span.Span.Type)
                return;
        }

        _spans.Add(span);
    }

    private void Take(ReadOnlySpan<byte> text)
    {
        CollectionsMarshal.AsSpan(_spans).Sort();
        var at = 0;
        foreach (var ruled in _spans)
        {
            var (span, index, action) = ruled;
            var start = (int)span.Start;
            ref readonly var rule = ref _rules[index];
            if (_taken.Hide(ruled))
                continue;
            var isWhole = start >= at;
            var value = text.Slice(start, span.Length);
            if (isWhole && !_sink.Accepts(rule, span, value))
                continue;
            _taken.Take(ruled);
            _sink.Found(rule, span, action);
            if (action is GuardAction.Flag or GuardAction.Shadow)
                continue;
            if (action == GuardAction.Block)
            {
                IsBlocked = true;
                return;
            }

            Replace(rule, span, action, value, isWhole, at);
            at = Math.Max(at, start + span.Length);
        }
    }

    private void Replace(in SpanRule rule, in GuardSpan span, GuardAction action, ReadOnlySpan<byte> value, bool isWhole, int at)
    {
        var from = _replacements.Length;
        if (isWhole)
            _sink.Replace(rule, span, action, value, _replacements);
        var start = Math.Max((int)span.Start, at);
        var end = (int)span.Start + value.Length;
        if (end > start)
            _edits.Add(new(start, end, from, _replacements.Length - from));
    }

    private readonly record struct Edit(int Start, int End, int At, int Length);
}
