using System.Collections.Frozen;
using System.Text;

namespace LlmProxy.Core.Guardrails.Requests;

/// <summary>Which members of a request are no texts. Whatever is not named here is one.</summary>
internal static class RequestNames
{
    /// <summary>Members of the request itself that steer the call and that no model reads.</summary>
    private static readonly FrozenSet<string> Top = new[]
    {
        "model", "stream", "stream_options", "temperature", "top_p", "top_k", "n", "best_of", "seed", "logprobs", "top_logprobs", "logit_bias",
        "max_tokens", "max_completion_tokens", "max_output_tokens", "max_tool_calls", "presence_penalty", "frequency_penalty", "user",
        "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "service_tier", "previous_response_id", "conversation", "store",
        "background", "parallel_tool_calls", "truncation", "include", "reasoning_effort", "verbosity", "modalities", "encoding_format", "dimensions",
        "input_file_id", "endpoint", "completion_window", "tool_choice", "function_call", "thinking", "audio", "voice", "size", "quality", "background_mode",
        "anthropic_version", "betas", "container",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Members at any depth that name or classify something.</summary>
    private static readonly FrozenSet<string> Deep = new[]
    {
        "type", "role", "id", "object", "tool_call_id", "tool_use_id", "call_id", "item_id", "file_id", "vector_store_ids", "detail", "media_type",
        "mime_type", "format", "cache_control", "signature", "encrypted_content", "status", "phase", "index",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the request's own member of this name, as it is written, is no text.</summary>
    public static bool IsStructuralTop(ReadOnlySpan<byte> name) => Contains(Top, name);

    /// <summary>Whether a member of this name inside of a text's place is no text.</summary>
    public static bool IsStructural(ReadOnlySpan<byte> name) => Contains(Deep, name);

    /// <summary>A name with escapes is none of those that are known, and its value is a text therefore.</summary>
    private static bool Contains(FrozenSet<string> names, ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[32];
        return name.Length <= text.Length && Encoding.UTF8.TryGetChars(name, text, out var length)
            && names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[..length]);
    }
}
