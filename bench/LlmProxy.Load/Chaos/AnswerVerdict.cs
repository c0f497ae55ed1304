namespace LlmProxy.Load.Chaos;

/// <summary>What a client got, and why it is called so.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Why">In words; empty for a whole answer.</param>
internal readonly record struct AnswerVerdict(AnswerOutcome Outcome, string Why)
{
    /// <summary>The whole answer.</summary>
    public static AnswerVerdict Whole { get; } = new(AnswerOutcome.Whole, "");

    /// <summary>What no client may get.</summary>
    public static AnswerVerdict Wrong(string why) => new(AnswerOutcome.Wrong, why);
}
