using LlmProxy.Core.Guardrails.Matching.Automata;

namespace LlmProxy.Core.Guardrails.Matching.Scanning;

/// <summary>A match whose head has been found and whose end has not.</summary>
internal sealed class ContinuationRun
{
    private readonly ContinuationRule _rule;
    private readonly long _headEnd;
    private DfaCache? _cache;
    private int _value;

    /// <summary>Begins behind a head.</summary>
    /// <param name="rule">What continues it.</param>
    /// <param name="head">The head.</param>
    public ContinuationRun(ContinuationRule rule, PatternMatch head)
    {
        _rule = rule;
        _headEnd = head.End;
        Head = head;
        At = head.End;
        _cache = rule.Until?.Current;
        _value = rule.Until?.Start(ref _cache!, -1) ?? 0;
    }

    /// <summary>The head.</summary>
    public PatternMatch Head { get; }

    /// <summary>The position up to which the match goes, as far as is known.</summary>
    public long At { get; private set; }

    /// <summary>Goes on.</summary>
    /// <returns>True: the match ends at <see cref="At"/>. False: more text is needed.</returns>
    public bool Continue(ScanText text)
    {
        while (At < text.End)
        {
            var bytes = text.Slice(At, Math.Min(At + 4, text.End));
            if (!_rule.Alphabet.TryRead(bytes, text.IsComplete, out var characterClass, out var width))
                return false;
            if (!_rule.IsBody(characterClass) || At + width - _headEnd > _rule.MaxLength)
                return true;
            At += width;
            if (_rule.Until is not { } until)
                continue;
            var next = _cache!.Table[(_value & ~StateFlags.All) + characterClass];
            _value = next != 0 ? next : until.Next(ref _cache, _value, characterClass);
            if ((_value & StateFlags.Accepts) != 0)
                return true;
        }

        return text.IsComplete;
    }
}
