namespace LlmProxy.Guardrails.Settings;

/// <summary>What happens when a guard cannot do its work.</summary>
public enum GuardErrorMode
{
    /// <summary>Nothing passes: the request is refused, or the answer ends.</summary>
    Closed,

    /// <summary>It passes unjudged, and that is recorded.</summary>
    Open,
}
