namespace LlmProxy.Events;

/// <summary>What the gateway tells of. A name that has shipped keeps its meaning for good: receivers see it.</summary>
public static class EventTypes
{
    /// <summary>A party has spent what its soft limit says; its requests go to a cheaper model until the period ends.</summary>
    public const string SoftLimit = "budget.soft_limit";

    /// <summary>A party's hard limit has refused a request, or is spent; told once in a period.</summary>
    public const string HardLimit = "budget.hard_limit";

    /// <summary>The budget of all together is spent; only the cheap model answers.</summary>
    public const string EmergencyStarted = "budget.emergency.started";

    /// <summary>The emergency is over: a new period has begun, or there is more money.</summary>
    public const string EmergencyEnded = "budget.emergency.ended";

    /// <summary>A request has ended: what it used and cost.</summary>
    public const string Usage = "usage";

    /// <summary>A virtual key was made.</summary>
    public const string KeyCreated = "key.created";

    /// <summary>A virtual key was revoked.</summary>
    public const string KeyRevoked = "key.revoked";

    /// <summary>A version of a prompt was taken back for failing a gate.</summary>
    public const string PromptRolledBack = "prompt.rolled_back";

    /// <summary>A version of a prompt gets another part of requests.</summary>
    public const string PromptRollout = "prompt.rollout";

    /// <summary>A variant of an experiment was stopped for failing a gate, or since its version was taken back.</summary>
    public const string VariantStopped = "experiment.variant_stopped";

    /// <summary>Somebody has said what an answer was worth.</summary>
    public const string FeedbackReceived = "feedback.received";

    /// <summary>Those of which there can be one for each request: receivers get them only where they ask for them.</summary>
    public static bool IsFrequent(string type) => type is Usage or FeedbackReceived;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [SoftLimit, HardLimit, EmergencyStarted, EmergencyEnded, Usage, KeyCreated, KeyRevoked, PromptRolledBack, PromptRollout, VariantStopped, FeedbackReceived];
}
