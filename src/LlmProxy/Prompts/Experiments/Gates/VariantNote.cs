namespace LlmProxy.Prompts.Experiments.Gates;

/// <summary>What was decided of a variant.</summary>
/// <param name="Time">When.</param>
/// <param name="Action"><see cref="Stopped"/> or <see cref="Resumed"/>.</param>
/// <param name="Author">Who did it; <c>null</c>: nobody said.</param>
/// <param name="Reason">Why, in words that anyone can read; <c>null</c>: nobody said.</param>
internal sealed record VariantNote(DateTimeOffset Time, string Action, string? Author, string? Reason)
{
    /// <summary>Its callers get the control.</summary>
    public const string Stopped = "stopped";

    /// <summary>They get it again.</summary>
    public const string Resumed = "resumed";
}
