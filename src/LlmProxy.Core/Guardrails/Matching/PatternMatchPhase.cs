namespace LlmProxy.Core.Guardrails.Matching;

/// <summary>How much of a match is known.</summary>
public enum PatternMatchPhase
{
    /// <summary>Begin and end. Every match of a pattern without <see cref="PatternContinuation"/> comes once, so.</summary>
    Whole,

    /// <summary>The beginning: a head has matched, and goes on. One <see cref="Closed"/> with the same start follows.</summary>
    Opened,

    /// <summary>The end of what was <see cref="Opened"/>.</summary>
    Closed,
}
