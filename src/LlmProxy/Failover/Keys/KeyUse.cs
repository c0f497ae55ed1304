namespace LlmProxy.Failover.Keys;

/// <summary>What using a key for a model now would mean.</summary>
/// <param name="Condition">Why it had better not be used; <see cref="KeyCondition.Works"/> where it is free.</param>
/// <param name="Wait">How long that holds; nothing where the time has come to try it again.</param>
/// <param name="Headroom">The share of its limits that is left, 0 to 1.</param>
internal readonly record struct KeyUse(KeyCondition Condition, TimeSpan Wait, double Headroom)
{
    /// <summary>Whether it can be used without a doubt.</summary>
    public bool IsFree => Condition == KeyCondition.Works;

    /// <summary>Whether it was refused, and the time has come to try it once.</summary>
    public bool IsDue => !IsFree && Wait <= TimeSpan.Zero;
}
