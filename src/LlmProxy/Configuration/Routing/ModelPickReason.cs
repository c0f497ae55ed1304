namespace LlmProxy.Configuration.Routing;

/// <summary>Why a model goes where it goes, or nowhere.</summary>
public enum ModelPickReason
{
    /// <summary>A name, an alias or a pattern of the cluster matches.</summary>
    Matched,

    /// <summary>Nothing matches; the route's own cluster takes what nobody claims.</summary>
    RouteDefault,

    /// <summary>No cluster: nobody claims the model, and the route's own cluster lacks its key or is the sandbox, which makes answers up.</summary>
    UnknownModel,

    /// <summary>No cluster: the one that would take the model lacks its key.</summary>
    MissingKey,
}
