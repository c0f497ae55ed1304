namespace LlmProxy.Prompts.Quality;

/// <summary>Who gives feedback.</summary>
/// <param name="Id">The key's id; of an open gateway the caller's address.</param>
/// <param name="Tenant">The tenant, whose requests alone can be spoken of; <c>null</c>: those of no tenant.</param>
internal sealed record FeedbackGiver(string Id, string? Tenant);
