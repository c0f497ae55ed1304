namespace LlmProxy.Core.Guardrails.Requests;

/// <summary>What the texts at a place of a request are.</summary>
/// <param name="Kind">Whose texts stand here.</param>
/// <param name="Group">Their group; -1: each has one of its own.</param>
/// <param name="Message">Their message.</param>
internal readonly record struct RequestTextPlace(TextKind Kind, int Group, int Message)
{
    /// <summary>Whether it is data of the caller's own shape, in which no name is known.</summary>
    public bool IsData { get; init; }

    /// <summary>Whether a number is a token's here, no member of an object standing between.</summary>
    public bool IsPrompt { get; init; }
}
