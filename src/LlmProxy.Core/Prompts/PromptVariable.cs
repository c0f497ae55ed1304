namespace LlmProxy.Core.Prompts;

/// <summary>A variable of a template: what may be put in its places.</summary>
public sealed record PromptVariable
{
    /// <summary>Most characters of a text for which no limit is said.</summary>
    public const int DefaultMaxLength = 10_000;

    private const int MaxName = 64;

    /// <summary>The name: letters, digits and <c>_</c>, 1 to 64, beginning with a letter; not <c>role</c> and not <c>history</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the value is.</summary>
    public PromptVariableType Type { get; init; }

    /// <summary>What is put in where a caller says nothing, as it is written; <c>null</c>: the caller must say it.</summary>
    public string? Default { get; init; }

    /// <summary>Most characters (UTF-16) of a text, from 1. Default 10,000.</summary>
    public int MaxLength { get; init; } = DefaultMaxLength;

    /// <summary>The least number; <c>null</c>: any.</summary>
    public decimal? Min { get; init; }

    /// <summary>The greatest number; <c>null</c>: any.</summary>
    public decimal? Max { get; init; }

    /// <summary>The texts that are allowed; empty: all.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What it is for; <c>null</c>: nobody said.</summary>
    public string? Description { get; init; }

    /// <summary>Whether a text can be a variable's name.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxName || !char.IsAsciiLetter(text[0]) || text is "role" or "history")
            return false;
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '_')
                return false;
        }

        return true;
    }
}
