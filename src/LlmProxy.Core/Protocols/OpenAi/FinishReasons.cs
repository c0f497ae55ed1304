using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>The names of <see cref="FinishReason"/> in chat and completions.</summary>
internal static class FinishReasons
{
    /// <summary>Reads <c>finish_reason</c>; null, missing or empty is <see cref="FinishReason.None"/>.</summary>
    public static FinishReason Parse(JsonValue value) =>
        !value.IsString || !value.HasContent ? FinishReason.None
        : value.Is("stop"u8) || value.Is("eos"u8) ? FinishReason.Stop // Together says eos
        : value.Is("length"u8) || value.Is("model_length"u8) ? FinishReason.Length // Mistral says model_length
        : value.Is("tool_calls"u8) ? FinishReason.ToolCalls
        : value.Is("content_filter"u8) ? FinishReason.ContentFilter
        : value.Is("function_call"u8) ? FinishReason.FunctionCall
        : FinishReason.Other;

    /// <summary>The name of a reason; what has none is <c>stop</c>, the only end every client understands.</summary>
    public static ReadOnlySpan<byte> NameOf(FinishReason reason) => reason switch
    {
        FinishReason.Length => "length"u8,
        FinishReason.ToolCalls => "tool_calls"u8,
        FinishReason.ContentFilter => "content_filter"u8,
        FinishReason.FunctionCall => "function_call"u8,
        _ => "stop"u8,
    };
}
