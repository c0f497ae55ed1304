namespace LlmProxy.Limits;

/// <summary>What is left of the tightest of the limits that a request stands under, as its answer's headers tell.</summary>
internal sealed class LimitStanding
{
    /// <summary>Requests; <c>null</c>: no limit counts them.</summary>
    public LimitQuota? Requests { get; private set; }

    /// <summary>Tokens; <c>null</c>: no limit counts them.</summary>
    public LimitQuota? Tokens { get; private set; }

    /// <summary>Forgets what it knows.</summary>
    public void Clear() => (Requests, Tokens) = (null, null);

    /// <summary>Takes one limit into account.</summary>
    public void Add(LimitKind kind, in LimitQuota quota)
    {
        if (kind == LimitKind.RequestsPerMinute)
            Requests = quota.Tighter(Requests);
        else
            Tokens = quota.Tighter(Tokens);
    }
}
