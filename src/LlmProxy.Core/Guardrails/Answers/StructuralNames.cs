namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>The members of answers whose strings are no text: ids, names from closed sets, what is encrypted or binary.</summary>
/// <remarks>The list is closed: a string of any other name is a text that guards see, so that a field of tomorrow cannot pass them.</remarks>
internal static class StructuralNames
{
    /// <summary>Whether a string of this name is no text, wherever it stands.</summary>
    public static bool Contains(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 => name[0] == 'p',
        2 => name.SequenceEqual("id"u8),
        4 => name.SequenceEqual("type"u8) || name.SequenceEqual("role"u8),
        5 => name.SequenceEqual("model"u8) || name.SequenceEqual("phase"u8) || name.SequenceEqual("payer"u8),
        6 => name.SequenceEqual("object"u8) || name.SequenceEqual("status"u8) || name.SequenceEqual("format"u8),
        7 => name.SequenceEqual("call_id"u8) || name.SequenceEqual("item_id"u8) || name.SequenceEqual("file_id"u8),
        8 => name.SequenceEqual("provider"u8) || name.SequenceEqual("b64_json"u8) || name.SequenceEqual("severity"u8),
        9 => name.SequenceEqual("signature"u8),
        10 => name.SequenceEqual("media_type"u8) || name.SequenceEqual("created_at"u8) || name.SequenceEqual("expires_at"u8),
        11 => name.SequenceEqual("obfuscation"u8) || name.SequenceEqual("stop_reason"u8) || name.SequenceEqual("source_type"u8) || name.SequenceEqual("tool_use_id"u8),
        12 => name.SequenceEqual("service_tier"u8) || name.SequenceEqual("tool_call_id"u8) || name.SequenceEqual("container_id"u8),
        13 => name.SequenceEqual("finish_reason"u8) || name.SequenceEqual("stop_sequence"u8) || name.SequenceEqual("inference_geo"u8),
        15 => name.SequenceEqual("encrypted_index"u8),
        17 => name.SequenceEqual("encrypted_content"u8) || name.SequenceEqual("partial_image_b64"u8) || name.SequenceEqual("thought_signature"u8),
        18 => name.SequenceEqual("system_fingerprint"u8),
        19 => name.SequenceEqual("approval_request_id"u8),
        20 => name.SequenceEqual("native_finish_reason"u8) || name.SequenceEqual("previous_response_id"u8),
        _ => false,
    };

    /// <summary>Whether a member holds counts and labels only, none of which a model wrote.</summary>
    public static bool IsCounts(ReadOnlySpan<byte> name) => name.SequenceEqual("usage"u8) || name.SequenceEqual("timings"u8) || name.SequenceEqual("time_info"u8);

    /// <summary>Whether <c>data</c> in an object of this type is binary or encrypted.</summary>
    public static bool HasOpaqueData(ReadOnlySpan<byte> type) => type.StartsWith("redacted"u8) || type.EndsWith("encrypted"u8);

    /// <summary>Whether a member of the Responses API's <c>response</c> repeats the request: the client's own words and settings.</summary>
    public static bool IsEcho(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => name.SequenceEqual("text"u8) || name.SequenceEqual("user"u8),
        5 => name.SequenceEqual("tools"u8) || name.SequenceEqual("input"u8),
        6 => name.SequenceEqual("prompt"u8),
        8 => name.SequenceEqual("metadata"u8),
        9 => name.SequenceEqual("reasoning"u8),
        10 => name.SequenceEqual("truncation"u8) || name.SequenceEqual("moderation"u8),
        11 => name.SequenceEqual("tool_choice"u8),
        12 => name.SequenceEqual("instructions"u8) || name.SequenceEqual("conversation"u8),
        16 => name.SequenceEqual("prompt_cache_key"u8),
        17 => name.SequenceEqual("safety_identifier"u8),
        22 => name.SequenceEqual("prompt_cache_retention"u8),
        _ => false,
    };
}
