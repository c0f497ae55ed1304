using System.Collections.Frozen;
using System.Text;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Requests;

/// <summary>Which members of a request are no texts. Whatever is not named here is one.</summary>
internal static class RequestNames
{
    /// <summary>Members of the request itself that steer the call and that no model reads.</summary>
    private static readonly FrozenSet<string> Top = new[]
    {
        "model", "stream", "stream_options", "temperature", "top_p", "top_k", "n", "best_of", "seed", "logprobs", "top_logprobs", "logit_bias",
        "max_tokens", "max_completion_tokens", "max_output_tokens", "max_tool_calls", "presence_penalty", "frequency_penalty",
        "prompt_cache_key", "prompt_cache_retention", "service_tier", "previous_response_id", "conversation", "store",
        "background", "parallel_tool_calls", "truncation", "include", "reasoning_effort", "verbosity", "modalities", "encoding_format", "dimensions",
        "input_file_id", "endpoint", "completion_window", "tool_choice", "function_call", "thinking", "audio", "voice", "size", "quality", "background_mode",
        "anthropic_version", "betas", "container",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Members at any depth whose strings name or classify something.</summary>
    private static readonly FrozenSet<string> Deep = new[]
    {
        "type", "role", "id", "object", "tool_call_id", "tool_use_id", "call_id", "item_id", "file_id", "detail", "media_type",
        "mime_type", "format", "cache_control", "signature", "encrypted_content", "status", "phase", "ttl",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Members under which any name may stand, and numbers are data.</summary>
    private static readonly FrozenSet<string> Data = new[]
    {
        "properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "metadata", "variables",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the request's own member of this name, as it is written, is no text.</summary>
    public static bool IsStructuralTop(ReadOnlySpan<byte> name) => Contains(Top, name);

    /// <summary>Whether a string of this name inside of a text's place is no text.</summary>
    public static bool IsStructural(ReadOnlySpan<byte> name) => Contains(Deep, name);

    /// <summary>Whether this member has data of the caller's own shape.</summary>
    public static bool IsData(ReadOnlySpan<byte> name)
    {
        Span<byte> plain = stackalloc byte[128];
        return name.Length <= plain.Length && Contains(Data, plain[..JsonText.Unescape(name, plain)]);
    }

    /// <summary>Whether this member is what a tool was called with.</summary>
    public static bool IsArguments(ReadOnlySpan<byte> name) =>
        JsonText.Means(name, "arguments"u8) || JsonText.Means(name, "input"u8) || JsonText.Means(name, "action"u8) || JsonText.Means(name, "code"u8);

    /// <summary>A name with escapes is none of those that are known, and its value is a text therefore.</summary>
    private static bool Contains(FrozenSet<string> names, ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[32];
        return name.Length <= text.Length && Encoding.UTF8.TryGetChars(name, text, out var length)
            && names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[..length]);
    }
}
