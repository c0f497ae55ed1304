namespace LlmProxy.Prompts.Quality;

/// <summary>What a tally is still needed for. The lowest goes first where there are too many.</summary>
internal enum SeriesUse
{
    /// <summary>Its version or variant is there no more.</summary>
    Gone,

    /// <summary>Its version is there, and neither live, rolled out nor judged.</summary>
    Idle,

    /// <summary>Requests get it, or something is judged by it: it never goes.</summary>
    Needed,
}
