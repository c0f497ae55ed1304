using System.Runtime.InteropServices;
using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails;

/// <content>What goes out: findings in their order, and the text between them.</content>
public sealed partial class GuardedText
{
    private void Deliver(long safe, PooledBuffer output)
    {
        _times?.Tell(_held, safe, _sink);
        if (_spans.Count > 1)
            CollectionsMarshal.AsSpan(_spans).Sort();
        var taken = 0;
        while (taken < _spans.Count && _spans[taken].Span.Start < safe && !IsBlocked)
            Take(_spans[taken++], output);
        _spans.RemoveRange(0, taken);
        if (IsBlocked)
            _held.Clear();
        else
            Put(safe, output);
        _held.Trim();
    }

    private void Take(in RuledSpan ruled, PooledBuffer output)
    {
        var (span, index, action) = ruled;
        ref readonly var rule = ref _rules[index];
        if (_taken.Hide(ruled))
            return;
        // Where an earlier span has covered the beginning of this one, that is gone, and what it was cannot be told any more.
        var isWhole = span.Start >= _held.Start;
        if (isWhole && !_sink.Accepts(rule, span, _held.Peek(span.Start, span.Length)))
            return;
        _taken.Take(ruled);
        _sink.Found(rule, span, action);
        if (action is GuardAction.Flag or GuardAction.Shadow)
            return;
        Put(span.Start, output);
        if (action == GuardAction.Block)
        {
            IsBlocked = true;
            return;
        }

        var value = _held.Take(span.End);
        if (isWhole)
            _sink.Replace(rule, span, action, value, output);
        Put(span.End, output);
    }

    /// <summary>Puts out what is held before the offset <paramref name="end"/>, and notes which parts that ends.</summary>
    private void Put(long end, PooledBuffer output)
    {
        while (_parts is not null && _parts.Ends(Math.Min(end, _held.End), out var at))
        {
            output.Append(_held.Take(at));
            _parts.Cut(output.Length);
        }

        output.Append(_held.Take(end));
    }
}
