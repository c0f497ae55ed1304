namespace LlmProxy.Load.Chaos;

/// <summary>Something that must hold for the run to count as passed.</summary>
/// <param name="What">What.</param>
/// <param name="Holds">Whether it does.</param>
/// <param name="Seen">What was seen.</param>
internal sealed record Condition(string What, bool Holds, string Seen)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Holds ? "ok    " : "FAILED")} {What}: {Seen}";
}
