using System.Collections.Frozen;
using System.Text;

namespace LlmProxy.Guardrails.Input;

/// <summary>Which names of members may stand in records: those of the protocols. Any other may be the caller's own, and thereby content.</summary>
internal static class PlaceNames
{
    /// <summary>What stands in the place of another name.</summary>
    public const string Other = "*";

    private static readonly FrozenSet<string> Known = new[]
    {
        "messages", "input", "system", "instructions", "prompt", "suffix", "prediction", "tools", "functions", "response_format", "text",
        "output_format", "output_config", "mcp_servers", "metadata", "user", "safety_identifier", "web_search_options", "stop", "stop_sequences",
        "content", "name", "title", "description", "refusal", "reasoning", "reasoning_content", "reasoning_details", "thinking", "summary",
        "tool_calls", "function_call", "function", "custom", "arguments", "output", "result", "results", "outputs", "logs", "action", "query",
        "queries", "code", "variables", "parameters", "input_schema", "json_schema", "schema", "format", "properties", "definition", "source",
        "data", "context", "citations", "cited_text", "document_title", "annotations", "file", "filename", "file_data", "file_url", "image_url",
        "url", "user_location", "approximate", "city", "region", "country", "timezone", "server_label", "server_description", "error", "message",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Members in which the caller, or a model, chooses the names.</summary>
    private static readonly FrozenSet<string> Open = new[] { "arguments", "input", "action", "code", "metadata", "variables", "properties" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The name as it may be told, or <see cref="Other"/>.</summary>
    /// <param name="name">The name as it is written: one with escapes is none of the protocols'.</param>
    public static string Of(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[32];
        return name.Length <= text.Length && Encoding.UTF8.TryGetChars(name, text, out var length)
            && Known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var known) ? known : Other;
    }

    /// <summary>Whether no name inside of such a member may be told.</summary>
    /// <param name="name">From <see cref="Of"/>.</param>
    /// <param name="isTop">Whether it is the request's own member: there <c>input</c> are messages.</param>
    public static bool IsOpen(string name, bool isTop) => name == Other || (Open.Contains(name) && !(isTop && name == "input"));
}
