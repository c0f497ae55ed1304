namespace LlmProxy.Webhooks;

/// <summary>What became of one try.</summary>
/// <param name="Outcome">For metrics: <see cref="WebhookMetrics.Delivered"/> and its like.</param>
/// <param name="Reason">Why it failed, from a closed set: the status as text, or the kind of failure; <c>null</c>: it did not.</param>
/// <param name="RetryAfter">How long the receiver wants to be left alone; <c>null</c>: it does not say.</param>
internal readonly record struct DeliveryResult(string Outcome, string? Reason, TimeSpan? RetryAfter = null)
{
    /// <summary>The receiver has it.</summary>
    public static DeliveryResult Delivered { get; } = new(WebhookMetrics.Delivered, null);
}
