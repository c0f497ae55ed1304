namespace LlmProxy.Budgets;

/// <summary>What became of the wish to answer a request by a cheaper model.</summary>
internal enum DowngradeResult
{
    /// <summary>It goes there.</summary>
    Moved,

    /// <summary>It goes to a model that is no dearer already.</summary>
    AlreadyCheap,

    /// <summary>It cannot go there.</summary>
    Impossible,
}
