namespace LlmProxy.Prompts.Quality;

/// <summary>How much feedback each key gives in a minute of the clock. Safe for use by many threads. Above <see cref="MaxGivers"/> givers in one minute the others share one count.</summary>
internal sealed class FeedbackRate(TimeProvider clock)
{
    private const int MaxGivers = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _minute;

    /// <summary>Counts one more.</summary>
    /// <param name="giver">The key's id, or the address.</param>
    /// <param name="most">How many are allowed in a minute.</param>
    /// <returns>How long to wait; <c>null</c>: it is allowed.</returns>
    public TimeSpan? Take(string giver, int most)
    {
        var now = clock.GetUtcNow();
        var minute = now.Ticks / TimeSpan.TicksPerMinute;
        lock (_lock)
        {
            if (minute != _minute)
            {
                _minute = minute;
                _counts.Clear();
            }

            var counted = _counts.ContainsKey(giver) || _counts.Count < MaxGivers ? giver : string.Empty;
            var count = _counts.GetValueOrDefault(counted);
            if (count >= most)
                return TimeSpan.FromTicks((minute + 1) * TimeSpan.TicksPerMinute - now.Ticks);
            _counts[counted] = count + 1;
            return null;
        }
    }
}
