namespace LlmProxy.Core.Prompts;

/// <summary>One version of one prompt, written <c>name@version</c>.</summary>
/// <param name="Name">Lower-case letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, 1 to 64, beginning with a letter or digit.</param>
/// <param name="Version">Letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, 1 to 32, beginning with a letter or digit.</param>
public readonly record struct PromptId(string Name, string Version)
{
    private const int MaxName = 64;
    private const int MaxVersion = 32;

    /// <summary>Whether a text can be a prompt's name.</summary>
    public static bool IsName(ReadOnlySpan<char> text) => Fits(text, MaxName) && !text.ContainsAnyInRange('A', 'Z');

    /// <summary>Whether a text can be a version.</summary>
    public static bool IsVersion(ReadOnlySpan<char> text) => Fits(text, MaxVersion);

    /// <summary>Reads <c>name</c> or <c>name@version</c>; <paramref name="version"/> is <c>null</c> where none is said.</summary>
    public static bool TryRead(string text, out string name, out string? version)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        (name, version) = at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
        return IsName(name) && (version is null || IsVersion(version));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}@{Version}";

    private static bool Fits(ReadOnlySpan<char> text, int most)
    {
        if (text.IsEmpty || text.Length > most || !char.IsAsciiLetterOrDigit(text[0]))
            return false;
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-' or '.'))
                return false;
        }

        return true;
    }
}
