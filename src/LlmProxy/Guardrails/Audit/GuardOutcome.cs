namespace LlmProxy.Guardrails.Audit;

/// <summary>What a guard did, from the least to the most.</summary>
public enum GuardOutcome
{
    /// <summary>It found nothing.</summary>
    Passed,

    /// <summary>It found nothing in what it could see, and something passed it unseen, which the route does not refuse.</summary>
    Unseen,

    /// <summary>It found something, and only the record says so.</summary>
    Shadowed,

    /// <summary>It found something, and let it pass.</summary>
    Flagged,

    /// <summary>It replaced what it found.</summary>
    Redacted,

    /// <summary>It replaced what it found, until the answer comes.</summary>
    Masked,

    /// <summary>It had the model answer once more, and that answer took the place of the first.</summary>
    Retried,

    /// <summary>Text went out before it had judged it, since its time was up, as configured.</summary>
    Released,

    /// <summary>It could not judge, and the text passed, as configured.</summary>
    FailedOpen,

    /// <summary>It could not judge, so nothing passed.</summary>
    FailedClosed,

    /// <summary>It let nothing pass.</summary>
    Blocked,
}
