namespace LlmProxy.Prompts.Experiments;

/// <summary>The variant of an experiment that a request got.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Variant">The variant's name.</param>
/// <param name="IsControl">Whether it is the one that the others are compared with.</param>
/// <param name="IsDrawn">Whether the hash has chosen it, so that it can be compared: not a tester's choice, nor the control for want of anybody to assign.</param>
internal sealed record Assignment(string Experiment, string Variant, bool IsControl, bool IsDrawn = true)
{
    private readonly string _text = $"{Experiment}={Variant}";

    /// <summary>As the ledger's labels name it; no caller can give such a label, since theirs have no <c>=</c>.</summary>
    public string Label { get; } = $"experiment:{Experiment}={Variant}";

    /// <summary>As headers and records name it.</summary>
    public override string ToString() => _text;
}
