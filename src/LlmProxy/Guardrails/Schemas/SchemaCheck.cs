using System.Text.Json;
using LlmProxy.Core.Guardrails.Schemas;

namespace LlmProxy.Guardrails.Schemas;

/// <summary>Whether a text is JSON, and keeps a schema.</summary>
/// <param name="IsJson">Whether it is JSON.</param>
/// <param name="Broken">The place in the schema that it does not keep, as a JSON pointer; <c>null</c>: it keeps all, or is no JSON.</param>
internal readonly record struct SchemaCheck(bool IsJson, string? Broken)
{
    /// <summary>What is told of a text that is no JSON.</summary>
    internal const string NotJson = "not_json";

    /// <summary>What is told of one that does not keep its schema.</summary>
    internal const string Mismatch = "schema_mismatch";

    private const int MaxShown = 200;

    /// <summary>Whether all is well.</summary>
    public bool Holds => IsJson && Broken is null;

    /// <summary>The type of the finding.</summary>
    public string Type => IsJson ? Mismatch : NotJson;

    /// <summary>Checks <paramref name="text"/>.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="schema">The schema; <c>null</c>: any JSON will do.</param>
    /// <exception cref="SchemaBudgetException">It takes too many steps to tell.</exception>
    public static SchemaCheck Of(ReadOnlyMemory<byte> text, JsonSchema? schema)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new(true, schema?.Check(document.RootElement));
        }
        catch (JsonException)
        {
            return new(false, null);
        }
    }

    /// <summary>A sentence that tells what is wrong by the schema's words, which are not the text's.</summary>
    /// <param name="what">What is wrong: <c>The answer</c>.</param>
    public string Sentence(string what)
    {
        if (!IsJson)
            return $"{what} is not JSON.";
        var place = string.Concat(Broken!.Take(MaxShown).Select(c => char.IsControl(c) ? '?' : c));
        return $"{what} does not keep its JSON schema at '{place}{(Broken!.Length > MaxShown ? "…" : "")}'.";
    }
}
