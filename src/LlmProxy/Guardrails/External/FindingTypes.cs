using System.Text.Json;

namespace LlmProxy.Guardrails.External;

/// <summary>Types of findings in the words of somebody outside, which go to logs and metrics: only what looks like a name passes.</summary>
internal static class FindingTypes
{
    private const int MaxLength = 64;
    private const int MaxTypes = 20;

    /// <summary>Whether <paramref name="type"/> is a name: letters, digits, <c>_ - / .</c>, at most 64 characters.</summary>
    public static bool IsName(string type) => type.Length is > 0 and <= MaxLength && type.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '/' or '.');

    /// <summary>The names among <paramref name="types"/>, at most 20; what is none is called <c>other</c>.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> types) => [.. types.Select(type => IsName(type) ? type : "other").Distinct(StringComparer.Ordinal).Take(MaxTypes)];

    /// <summary>The names in a list of JSON; <c>null</c> where it is none.</summary>
    public static IReadOnlyList<string>? Of(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? Of(list.EnumerateArray().Where(type => type.ValueKind == JsonValueKind.String).Select(type => type.GetString()!))
        : null;
}
