namespace LlmProxy.Failover.Hedging;

/// <summary>What became of a second attempt, as metrics and the log tell it.</summary>
internal static class HedgeOutcomes
{
    /// <summary>It answered first.</summary>
    public const string Won = "won";

    /// <summary>The first one answered after all.</summary>
    public const string Lost = "lost";

    /// <summary>It brought no good answer.</summary>
    public const string Failed = "failed";

    /// <summary>None was made: too many were.</summary>
    public const string OverBudget = "over_budget";

    /// <summary>None was made: there is no other place.</summary>
    public const string Nowhere = "nowhere";
}
