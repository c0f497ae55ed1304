namespace LlmProxy.Webhooks;

/// <summary>How long to wait before a delivery is tried again.</summary>
/// <remarks>A library's retry would wait in memory; these waits must outlive the process, so they are times that the outbox keeps.</remarks>
internal static class WebhookBackoff
{
    /// <summary>For how long a delivery is tried.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    private static readonly TimeSpan Base = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Max = TimeSpan.FromHours(1);

    /// <summary>5 s, doubled with each try up to an hour; of that, a random part between half and all.</summary>
    /// <param name="tries">How often it has failed, from 1.</param>
    /// <param name="asked">What the receiver asks for, at most an hour of it; <c>null</c>: nothing.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan After(int tries, TimeSpan? asked, double chance)
    {
        var whole = Math.Min(Max.TotalSeconds, Base.TotalSeconds * Math.Pow(2, Math.Min(tries - 1, 20)));
        var wait = TimeSpan.FromSeconds(whole * (0.5 + (0.5 * chance)));
        return asked > wait ? (asked < Max ? asked.Value : Max) : wait;
    }
}
