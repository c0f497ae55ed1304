namespace LlmProxy.Configuration.Validation;

/// <summary>What a check of a whole configuration found.</summary>
/// <param name="Errors">What keeps it from being used.</param>
/// <param name="Warnings">What is probably not meant as it is written.</param>
/// <param name="Model">The settings of LLM traffic, without what is wrong.</param>
public sealed record ConfigurationFindings(
    IReadOnlyList<ConfigurationError> Errors, IReadOnlyList<ConfigurationError> Warnings, LlmConfigModel Model)
{
    /// <summary>Whether the configuration can be used.</summary>
    public bool IsValid => Errors.Count == 0;
}
