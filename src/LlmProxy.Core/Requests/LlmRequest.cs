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

    /// <summary>The first id in the body that names an object which a provider keeps (a response, conversation or file).</summary>
    public string? StoredObjectId { get; init; }

    /// <summary>The offset of the brace that closes the body's object.</summary>
    public int RootEnd { get; init; }

    /// <summary>Whether the body's object has no members.</summary>
    public bool IsRootEmpty { get; init; }
}
