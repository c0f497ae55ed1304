namespace LlmProxy.Sandbox.Faults;

/// <summary>What a person must know to use one fault, and what the parser checks.</summary>
/// <param name="Kind">The fault.</param>
/// <param name="Name">How it is written.</param>
/// <param name="Description">What happens.</param>
internal sealed record FaultDescription(FaultKind Kind, string Name, string Description)
{
    /// <summary>The least value behind the name.</summary>
    public long Least { get; init; }

    /// <summary>The greatest value behind the name; 0 if it takes none.</summary>
    public long Most { get; init; }

    /// <summary>The value where none is written; null if one must be.</summary>
    public long? Default { get; init; }

    /// <summary>Its parameters beside <c>times</c>, which all have.</summary>
    public string[] Parameters { get; init; } = [];

    /// <summary>A header value that asks for it.</summary>
    public required string Example { get; init; }
}
