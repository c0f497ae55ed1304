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

    /// <summary>Takes one limit into account. Under the gate's lock.</summary>
    public void Add(WindowLimit limit, DateTimeOffset now)
    {
        var isRequests = limit.Info.Kind == LimitKind.RequestsPerMinute;
        var tightest = isRequests ? Requests : Tokens;
        // Most are not the tightest, and their reset is nobody's concern.
        if (tightest is { } known && known.Remaining < limit.Remaining(now))
            return;
        tightest = limit.Quota(now).Tighter(tightest);
        if (isRequests)
            Requests = tightest;
        else
            Tokens = tightest;
    }
}
