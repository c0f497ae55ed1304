namespace LlmProxy.Exchange.Delivery.Guarded.Corrections;

/// <summary>What became of the wish to ask a model once more, as metrics have it.</summary>
internal static class CorrectionOutcomes
{
    /// <summary>The second answer passed.</summary>
    public const string Kept = "kept";

    /// <summary>The second answer was blocked, too.</summary>
    public const string Failed = "failed";

    /// <summary>There was no second answer.</summary>
    public const string Unanswered = "unanswered";

    /// <summary>The model was not asked.</summary>
    public const string Skipped = "skipped";
}
