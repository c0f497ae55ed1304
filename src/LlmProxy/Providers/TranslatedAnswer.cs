using LlmProxy.Core.Protocols;

namespace LlmProxy.Providers;

/// <summary>What the translation of a whole answer found out beside the new body.</summary>
/// <param name="Usage">What the call used.</param>
/// <param name="Finish">Why the model stopped.</param>
/// <param name="Dropped">The parts of the answer that the client's protocol has no place for.</param>
public sealed record TranslatedAnswer(TokenUsage Usage, FinishReason Finish, IReadOnlyList<string> Dropped)
{
    /// <summary>The provider's id of the answer; <c>null</c> where it told none.</summary>
    public string? Id { get; init; }

    /// <summary>The model that says it answered; <c>null</c> where it told none.</summary>
    public string? Model { get; init; }
}
