namespace LlmProxy.Guardrails;

/// <summary>A guard that routes can name.</summary>
/// <param name="Directions">The ways it can stand.</param>
/// <param name="Guard">The guard; <c>null</c>: its configuration is wrong, which was told already.</param>
internal readonly record struct GuardEntry(GuardDirections Directions, Guard? Guard);
