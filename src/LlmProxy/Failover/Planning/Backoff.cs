using LlmProxy.Failover.Settings;

namespace LlmProxy.Failover.Planning;

/// <summary>How long to wait before the same place is tried again.</summary>
internal static class Backoff
{
    /// <summary>Exponential back-off with full jitter: a random part of <c>min(max, base · 2^retry)</c>.</summary>
    /// <param name="options">Base and longest wait.</param>
    /// <param name="retry">How many waits there were before, from 0.</param>
    /// <param name="random">From 0 to less than 1.</param>
    /// <remarks>The formula is from Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.</remarks>
    public static TimeSpan Of(RetryOptions options, int retry, double random)
    {
        var ceiling = Math.Min(options.MaxDelay.Ticks, options.BaseDelay.Ticks * Math.Pow(2, Math.Min(retry, 30)));
        return TimeSpan.FromTicks((long)(ceiling * random));
    }

    /// <summary>
    /// The wait that a provider asked for, and up to a quarter of the base delay more, so that not all who wait come back at once;
    /// <c>null</c> where it asks for more than is waited.
    /// </summary>
    public static TimeSpan? OfProvider(RetryOptions options, TimeSpan asked, double random) =>
        asked > options.MaxRetryAfter ? null : asked + (options.BaseDelay * (random / 4));
}
