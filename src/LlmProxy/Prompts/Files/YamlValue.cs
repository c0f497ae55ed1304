namespace LlmProxy.Prompts.Files;

/// <summary>A value of a template's front matter, and where it stands.</summary>
/// <param name="Line">The line of the file, from 1.</param>
internal sealed record YamlValue(int Line)
{
    /// <summary>The text of a scalar; <c>null</c>: it is a list or a mapping.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the text stands in quotes or is a block: a text, whatever it looks like.</summary>
    public bool IsQuoted { get; init; }

    /// <summary>The elements of a list, else <c>null</c>.</summary>
    public IReadOnlyList<YamlValue>? Items { get; init; }

    /// <summary>The members of a mapping in their order, else <c>null</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, YamlValue>>? Members { get; init; }

    /// <summary>Whether nothing is said.</summary>
    public bool IsNull => Text is "" or "~" or "null" && !IsQuoted;
}
