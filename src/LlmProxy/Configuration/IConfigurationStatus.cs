namespace LlmProxy.Configuration;

/// <summary>Which configuration is in force, and what became of the last attempt to replace it.</summary>
/// <remarks>Safe to read at any time; each property may change between two reads.</remarks>
public interface IConfigurationStatus
{
    /// <summary>Where the configuration came from, as a person would name it: a file's path.</summary>
    string Source { get; }

    /// <summary>When the configuration that is in force was loaded.</summary>
    DateTimeOffset LoadedAt { get; }

    /// <summary>Why the last reload was refused, one sentence for each error, without secrets; empty when it was accepted.</summary>
    IReadOnlyList<string> LastErrors { get; }
}
