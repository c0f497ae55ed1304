namespace LlmProxy.Failover.LastResort;

/// <summary>One event of a canned stream.</summary>
/// <param name="Name">The event's name; <c>null</c> where the protocol has none.</param>
/// <param name="Data">What is written as JSON; <c>null</c>: <c>[DONE]</c>.</param>
internal sealed record CannedFrame(string? Name, object? Data)
{
    /// <summary>The end of OpenAI's streams of chunks.</summary>
    public static CannedFrame Done { get; } = new(null, null);
}
