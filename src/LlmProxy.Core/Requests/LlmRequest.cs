namespace LlmProxy.Core.Requests;

/// <summary>What the gateway knows of one JSON request after a single scan: values it decides by, and where they stand in the bytes.</summary>
/// <remarks>The body itself stays as it came; what a step changes is a <see cref="BodyPatch"/> on it.</remarks>
public sealed class LlmRequest
{
    /// <summary>The body as the caller meant it: decoded, else untouched.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The value of <c>model</c>, or <c>null</c> where there is none.</summary>
    public string? Model { get; init; }

    /// <summary>Where the value of <c>model</c> stands, quotes included.</summary>
    public ByteRange ModelValue { get; init; }

    /// <summary>Whether a stream is asked for.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether the caller wants <c>stream_options.include_usage</c>.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>Where the value of <c>stream_options</c> stands: an object with its braces, or <c>null</c>.</summary>
    public ByteRange StreamOptions { get; init; }

    /// <summary>Where the value of <c>stream_options.include_usage</c> stands.</summary>
    public ByteRange IncludeUsageValue { get; init; }

    /// <summary>Where the prompt's parts stand.</summary>
    public RequestPlaces Places { get; init; }

    /// <summary>The bound on the answer's tokens as chat and completions once, and Anthropic still, call it.</summary>
    public NumberField MaxTokens { get; init; }

    /// <summary>The bound on the answer's tokens as chat calls it now.</summary>
    public NumberField MaxCompletionTokens { get; init; }

    /// <summary>The bound on the answer's tokens as responses call it.</summary>
    public NumberField MaxOutputTokens { get; init; }

    /// <summary>How many answers are made: <c>n</c>, or <c>best_of</c> where that is more. From 1; 1 where the request says nothing that can be read.</summary>
    public long Choices { get; init; } = 1;

    /// <summary>The end user that the body names, by <c>user</c> or Anthropic's <c>metadata.user_id</c>, at most 256 bytes; else <c>null</c>.</summary>
    public string? User { get; init; }

    /// <summary>The <c>service_tier</c>, at most 64 bytes; else <c>null</c>.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Whether <c>background</c> is <c>true</c>: a response is made while nobody waits for it.</summary>
    public bool Background { get; init; }

    /// <summary>Whether the provider is asked to keep the answer: true where any <c>store</c> says so; <c>null</c> where nothing is said.</summary>
    public bool? Store { get; init; }

    /// <summary>The bytes of one field's value; empty where the field is not there.</summary>
    public ReadOnlySpan<byte> Bytes(RequestField field)
    {
        var place = Places[field];
        return Body.Span.Slice(place.Start, place.Length);
    }

    /// <summary>The first id in the body that names an object which a provider keeps (a response, conversation or file).</summary>
    public string? StoredObjectId { get; init; }

    /// <summary>The offset of the brace that closes the body's object.</summary>
    public int RootEnd { get; init; }

    /// <summary>Whether the body's object has no members.</summary>
    public bool IsRootEmpty { get; init; }
}
