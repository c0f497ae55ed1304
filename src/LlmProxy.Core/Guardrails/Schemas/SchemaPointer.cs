using System.Globalization;
using System.Text.Json;

namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>Places in a schema, as JSON pointers in a fragment (RFC 6901).</summary>
internal static class SchemaPointer
{
    /// <summary>The place of the whole schema.</summary>
    public const string Root = "#";

    /// <summary>The place of a member or an element of what stands at <paramref name="parent"/>.</summary>
    public static string Of(string parent, string name) =>
        $"{parent}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>The place of the element <paramref name="index"/>.</summary>
    public static string Of(string parent, int index) => $"{parent}/{index.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>What a reference names in <paramref name="root"/>, and its place as <see cref="Of(string, string)"/> writes it; <c>null</c>: nothing.</summary>
    public static (JsonElement Schema, string Location)? Resolve(JsonElement root, string reference)
    {
        if (reference == Root)
            return (root, Root);
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
            return null;
        var (element, location) = (root, Root);
        foreach (var escaped in reference[2..].Split('/'))
        {
            var name = Uri.UnescapeDataString(escaped).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (Member(element, name) is not { } next)
                return null;
            (element, location) = (next, Of(location, name));
        }

        return (element, location);
    }

    private static JsonElement? Member(JsonElement element, string name)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member))
            return member;
        if (element.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < element.GetArrayLength())
            return element[index];
        return null;
    }
}
