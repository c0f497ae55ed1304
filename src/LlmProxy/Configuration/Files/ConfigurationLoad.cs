namespace LlmProxy.Configuration.Files;

/// <summary>How one load of the gateway's file went.</summary>
/// <param name="Generation">How many loads have been taken into use; 0: none yet.</param>
/// <param name="LoadedAt">When the configuration in force was loaded; the year 1: there is none.</param>
/// <param name="Errors">Why the file as it is now is refused; empty: it is in force.</param>
/// <param name="Warnings">What is probably not meant as it is written.</param>
public sealed record ConfigurationLoad(
    int Generation,
    DateTimeOffset LoadedAt,
    IReadOnlyList<ConfigurationError> Errors,
    IReadOnlyList<ConfigurationError> Warnings);
