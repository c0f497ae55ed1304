namespace LlmProxy.Core.Guardrails;

/// <summary>A span and the rule that found it, in the order in which they are taken.</summary>
internal readonly record struct RuledSpan(GuardSpan Span, int Rule, GuardAction Action) : IComparable<RuledSpan>
{
    public int CompareTo(RuledSpan other)
    {
        var order = Span.Start.CompareTo(other.Span.Start);
        if (order == 0)
            order = (other.Action == GuardAction.Block).CompareTo(Action == GuardAction.Block);
        if (order == 0)
            order = other.Span.Length.CompareTo(Span.Length);
        if (order == 0)
            order = Rule.CompareTo(other.Rule);
        return order == 0 ? Span.Rank.CompareTo(other.Span.Rank) : order;
    }
}
