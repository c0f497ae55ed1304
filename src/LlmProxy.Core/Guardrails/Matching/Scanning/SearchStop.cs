namespace LlmProxy.Core.Guardrails.Matching.Scanning;

/// <summary>Why a search has stopped.</summary>
internal enum SearchStop
{
    /// <summary>There is no further character yet.</summary>
    Ended,

    /// <summary>A match may end here.</summary>
    Accepted,

    /// <summary>No match is live here.</summary>
    Idle,
}
