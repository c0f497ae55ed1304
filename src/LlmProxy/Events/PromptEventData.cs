namespace LlmProxy.Events;

/// <summary>What has happened with a version of a prompt.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Version">The version.</param>
/// <param name="Former">The version before it.</param>
/// <param name="Share">Which part of requests it gets or got, in ten-thousandths; <c>null</c>: all, being live.</param>
/// <param name="Reason">Why, in words that anyone can read; <c>null</c>: nobody said.</param>
public readonly record struct PromptEventData(string Prompt, string Version, string Former, int? Share, string? Reason);
