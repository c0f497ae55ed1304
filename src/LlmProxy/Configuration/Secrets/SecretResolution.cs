namespace LlmProxy.Configuration.Secrets;

/// <summary>What became of a text with references to secrets.</summary>
/// <param name="Value">The text with every reference replaced; <c>null</c> if one could not be.</param>
/// <param name="Missing">The names of variables that are not set, and files (<c>file:PATH</c>) that cannot be read.</param>
/// <param name="Problem">What is wrong with the text or the secret's form, as the rest of a sentence; <c>null</c> if nothing is.</param>
internal sealed record SecretResolution(Secret? Value, IReadOnlyList<string> Missing, string? Problem);
