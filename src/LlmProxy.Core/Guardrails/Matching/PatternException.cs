namespace LlmProxy.Core.Guardrails.Matching;

/// <summary>An expression cannot be used; the message tells the pattern, the place and what would be right.</summary>
public sealed class PatternException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="patternId">The pattern's <see cref="PatternDefinition.Id"/>.</param>
    /// <param name="position">Characters from the beginning of the expression; <c>null</c> where it is no single place.</param>
    /// <param name="problem">What is wrong there, as the rest of a sentence.</param>
    public PatternException(string patternId, int? position, string problem)
        : base(position is { } at
            ? $"Pattern '{patternId}', position {at}: {problem}"
            : $"Pattern '{patternId}': {problem}")
    {
        PatternId = patternId;
        Position = position;
    }

    /// <summary>The pattern's <see cref="PatternDefinition.Id"/>.</summary>
    public string PatternId { get; }

    /// <summary>Characters from the beginning of the expression; <c>null</c> where it is no single place.</summary>
    public int? Position { get; }
}
