namespace LlmProxy.Failover.Settings;

/// <summary>What a client gets when no target can be tried, or all have failed.</summary>
public sealed class LastResortOptions
{
    /// <summary>The text of a canned answer, sent with status 200 and <c>x-llmproxy-last-resort: true</c> on chat, completions, responses and messages. Not set: the error is told.</summary>
    public string? Text { get; init; }
}
