namespace LlmProxy.Storage;

/// <summary>The collections of the <see cref="IStateStore"/>.</summary>
public static class StateCollections
{
    /// <summary>Virtual keys, by id.</summary>
    public const string Keys = "keys";

    /// <summary>Which cluster and tenant made an object that a provider keeps, by the object's id.</summary>
    public const string StoredObjects = "stored_objects";

    /// <summary>Batches and background responses that are still to be charged, by the object's id.</summary>
    public const string DeferredJobs = "deferred_jobs";

    /// <summary>What was learned of models' tokenizers, by model.</summary>
    public const string TokenFactors = "token_factors";

    /// <summary>What was used of limits with long windows, by limit.</summary>
    public const string LimitWindows = "limit_windows";

    /// <summary>What was spent of budgets, by budget and period.</summary>
    public const string BudgetPeriods = "budget_periods";

    /// <summary>Events that are still to be sent, by id.</summary>
    public const string Outbox = "outbox";

    /// <summary>Versions of prompts that were made over the admin API, by <c>name@version</c>.</summary>
    public const string PromptVersions = "prompt_versions";

    /// <summary>Texts of prompts that requests were put under, which cannot change any more, by <c>name@version</c>.</summary>
    public const string PromptsServed = "prompts_served";

    /// <summary>Which versions requests get, by prompt.</summary>
    public const string PromptDecisions = "prompt_decisions";

    /// <summary>What was done with prompts, by prompt and number.</summary>
    public const string PromptHistory = "prompt_history";

    /// <summary>What was counted of versions of prompts and variants of experiments, by either.</summary>
    public const string PromptStats = "prompt_stats";

    /// <summary>Which versions of prompts are being judged, by prompt.</summary>
    public const string PromptTrials = "prompt_trials";

    /// <summary>Which variants of experiments are being judged or stopped, by <c>experiment=variant</c>.</summary>
    public const string ExperimentGates = "experiment_gates";

    /// <summary>What was said of answers, by request.</summary>
    public const string Feedback = "feedback";
}
