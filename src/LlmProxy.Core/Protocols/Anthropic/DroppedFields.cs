using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Collects the names of what a translation could not carry over.</summary>
/// <remarks>
/// Names come from the caller and end in a header, so every character that is not a plain one of a path becomes <c>_</c>,
/// a name is cut at <see cref="MaxNameLength"/>, and behind <see cref="MaxFields"/> names the list only says <c>more</c>.
/// </remarks>
public sealed class DroppedFields
{
    /// <summary>Most names that are kept, the closing <c>more</c> included.</summary>
    public const int MaxFields = 32;

    /// <summary>Longest name, in characters.</summary>
    public const int MaxNameLength = 80;

    private readonly List<string> _names = [];

    /// <summary>The names, each once, in the order in which they were met.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Adds one name, such as <c>seed</c> or <c>messages[].name</c>.</summary>
    public void Add(string name)
    {
        var safe = Sanitize(name);
        if (_names.Count >= MaxFields || _names.Contains(safe, StringComparer.Ordinal)) return;
        _names.Add(_names.Count == MaxFields - 1 ? "more" : safe);
    }

    /// <summary>Adds the members of <paramref name="element"/> that say something and are not among <paramref name="known"/>.</summary>
    internal void AddUnknown(JsonElement element, string prefix, params ReadOnlySpan<string> known)
    {
        foreach (var property in element.EnumerateObject())
        {
            var name = RawJson.Name(property);
            if (!known.Contains(name) && RawJson.SaysSomething(property.Value)) Add(prefix + name);
        }
    }

    private static string Sanitize(string name)
    {
        var length = Math.Min(name.Length, MaxNameLength);
        return string.Create(length, name, static (safe, source) =>
        {
            for (var i = 0; i < safe.Length; i++)
                safe[i] = char.IsAsciiLetterOrDigit(source[i]) || source[i] is '_' or '-' or '.' or '[' or ']' ? source[i] : '_';
        });
    }
}
