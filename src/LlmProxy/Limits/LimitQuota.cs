namespace LlmProxy.Limits;

/// <summary>How a limit stands.</summary>
/// <param name="Limit">What it allows in a window.</param>
/// <param name="Remaining">What is left of that, from 0.</param>
/// <param name="Reset">How long until nothing of it is used any more.</param>
internal readonly record struct LimitQuota(long Limit, long Remaining, TimeSpan Reset)
{
    /// <summary>The one of the two with less left; of two alike, the one that stays so for longer.</summary>
    public LimitQuota Tighter(in LimitQuota? other) =>
        other is { } that && (that.Remaining < Remaining || (that.Remaining == Remaining && that.Reset > Reset)) ? that : this;
}
