namespace LlmProxy.Guardrails;

/// <summary>What the guards that judge whole texts say together.</summary>
/// <param name="Blocker">The first guard, in the order of the configuration, that lets nothing pass; <c>null</c>: all may go on.</param>
/// <param name="Message">What it says of this case; <c>null</c>: nothing of its own.</param>
/// <param name="Replacement">What stands in the place of the text; <c>null</c>: the text itself.</param>
internal readonly record struct JudgedTexts(Guard? Blocker, string? Message, ReadOnlyMemory<byte>? Replacement)
{
    /// <summary>What guards say of whom the model may be asked once more first; <c>null</c>: nothing is open.</summary>
    public IReadOnlyList<(JudgingGuard Guard, GuardSubject Subject, GuardVerdict Verdict)>? Open { get; init; }
}
