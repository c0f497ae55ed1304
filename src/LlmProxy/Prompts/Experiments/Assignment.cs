namespace LlmProxy.Prompts.Experiments;

/// <summary>The variant of an experiment that a request got.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Variant">The variant's name.</param>
/// <param name="IsControl">Whether it is the one that the others are compared with.</param>
internal sealed record Assignment(string Experiment, string Variant, bool IsControl)
{
    /// <summary>As headers and records name it.</summary>
    public override string ToString() => $"{Experiment}={Variant}";
}
