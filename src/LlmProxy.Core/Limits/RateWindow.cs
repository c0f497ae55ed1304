namespace LlmProxy.Core.Limits;

/// <summary>One limit over one stretch of time.</summary>
/// <param name="Remaining">What is left, from 0.</param>
/// <param name="Limit">What it allows.</param>
/// <param name="Reset">How long until it is full again.</param>
internal readonly record struct RateWindow(long? Remaining, long? Limit, TimeSpan? Reset)
{
    public bool IsUsedUp => Remaining == 0;

    /// <summary>The one of two windows that stands in the way: with less left, or known where the other is not.</summary>
    public RateWindow Tighter(RateWindow other)
    {
        if (IsUsedUp && other.IsUsedUp)
            return other.Reset > (Reset ?? TimeSpan.Zero) ? other : this;
        if (Remaining is { } left)
            return other.Remaining < left ? other : this;
        return other.Remaining is not null || (Limit is null && other.Limit is not null) ? other : this;
    }
}
