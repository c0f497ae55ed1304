namespace LlmProxy.Core.Guardrails;

/// <summary>Up to where each guard's findings were taken in a text, for each action: what says whether another finding counts beside them.</summary>
/// <remarks>
/// Of one guard a finding is left out where it shares a byte with one that was taken and whose action is at least as strong: the same
/// number is not told as a phone's and as a card's. But what must not be seen is left out only where it lies within the other: what it
/// covers beyond that would pass. A stronger one is never hidden: what blocks must not pass behind what only flags.
/// </remarks>
/// <param name="rules">How many guards there are.</param>
internal sealed class TakenEnds(int rules)
{
    private const int Actions = (int)GuardAction.Shadow + 1;

    private readonly long[] _ends = new long[rules * Actions];

    /// <summary>Whether a finding of the same guard that is at least as strong covers this one: all of it, or its beginning where the text passes.</summary>
    /// <remarks>Findings come in the order of their beginnings.</remarks>
    public bool Hide(in RuledSpan span)
    {
        var covered = span.Action is GuardAction.Flag or GuardAction.Shadow ? span.Span.Start + 1 : span.Span.End;
        foreach (var end in _ends.AsSpan(span.Rule * Actions, (int)span.Action + 1))
        {
            if (covered <= end)
                return true;
        }

        return false;
    }

    /// <summary>A finding counts.</summary>
    public void Take(in RuledSpan span)
    {
        ref var end = ref _ends[(span.Rule * Actions) + (int)span.Action];
        end = Math.Max(end, span.Span.End);
    }

    /// <summary>Another text begins.</summary>
    public void Clear() => Array.Clear(_ends);
}
