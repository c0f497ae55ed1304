using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Requests;

/// <summary>What the members of an object in a request say of its others; read once for each object.</summary>
internal readonly ref struct RequestObject
{
    private readonly bool _isBinary;
    private readonly bool _hasRole;
    private readonly bool _hasArguments;

    /// <param name="value">A JSON object.</param>
    public RequestObject(ReadOnlySpan<byte> value)
    {
        var types = 0;
        var isMedia = false;
        var isSound = false;
        var walk = new JsonWalk(value);
        while (walk.Next())
        {
            if (Is(walk.Name, "type"u8))
            {
                Type = types++ == 0 ? walk.Text : default;
                continue;
            }

            _hasRole |= Is(walk.Name, "role"u8);
            _hasArguments |= Is(walk.Name, "arguments"u8);
            isMedia |= Is(walk.Name, "media_type"u8) && !walk.Text.IsEmpty && !walk.Text.StartsWith("text/"u8);
            isSound |= Is(walk.Name, "format"u8) && (Is(walk.Text, "wav"u8) || Is(walk.Text, "mp3"u8));
        }

        HasTypes = types > 1;
        HasType = types > 0;
        _isBinary = types == 0 ? isSound : isMedia && Is(Type, "base64"u8);
    }

    /// <summary>The inside of its <c>type</c>; empty: it has none, or several, of which nobody knows which one counts.</summary>
    public ReadOnlySpan<byte> Type { get; }

    /// <summary>Whether it has a type.</summary>
    public bool HasType { get; }

    /// <summary>Whether its type is told more than once.</summary>
    public bool HasTypes { get; }

    /// <summary>Whether it is an item in which a provider tells of its tool: what the tool was asked, and what it has answered.</summary>
    public bool IsCallItem(TextKind kind) => kind == TextKind.ToolArguments && Type.EndsWith("_call"u8);

    /// <summary>Whether the object is a tool, its call or its answer, whose <c>name</c> is one that the caller has declared.</summary>
    public bool HasToolName(TextKind kind) => kind switch
    {
        TextKind.Tools => true,
        TextKind.ToolArguments => Type.EndsWith("_call"u8) || Type.EndsWith("tool_use"u8),
        TextKind.ToolResult => Type.EndsWith("_call_output"u8),
        TextKind.Assistant => _hasArguments && !HasType && !_hasRole,
        _ => false,
    };

    /// <summary>Whether a string of this name is a picture, a sound or a document in base64.</summary>
    public bool IsBinary(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text) => _isBinary && Is(name, "data"u8) && Base64Text.Is(text);

    /// <summary>Whether a string of this name is where something is fetched from, or how: an address, or what a gateway of tools asks for.</summary>
    /// <remarks>No model reads these, and a presigned address without its key would lead nowhere.</remarks>
    public bool IsTransport(TextKind kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text) =>
        (kind == TextKind.Tools && (Is(name, "authorization_token"u8) || (Is(Type, "mcp"u8) && (Is(name, "authorization"u8) || Is(name, "server_url"u8)))))
        || (kind is not (TextKind.ToolArguments or TextKind.Other) && IsSource(name) && IsWebAddress(text));

    /// <summary>Whether this member has the headers with which a gateway of tools is called.</summary>
    public bool IsHeaders(TextKind kind, ReadOnlySpan<byte> name) => kind == TextKind.Tools && Is(Type, "mcp"u8) && Is(name, "headers"u8);

    /// <summary>Whether a string of this name is a picture, a sound or a file, or the address of one.</summary>
    public bool IsMedia(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text) =>
        IsBinary(name, text) || Is(name, "file_id"u8) || Is(name, "file_data"u8) || (IsSource(name) && (text.StartsWith("data:"u8) || IsWebAddress(text)));

    /// <summary>A result of a search has an address too, which a model reads: it has another type.</summary>
    private bool IsSource(ReadOnlySpan<byte> name) =>
        Is(name, "image_url"u8) || Is(name, "file_url"u8) || (Is(name, "url"u8) && (!HasType || Is(Type, "url"u8)));

    private static bool IsWebAddress(ReadOnlySpan<byte> text) =>
        (text.StartsWith("https://"u8) || text.StartsWith("http://"u8)) && !text.ContainsAny((byte)' ', (byte)'\\');

    private static bool Is(ReadOnlySpan<byte> written, ReadOnlySpan<byte> expected) => JsonText.Means(written, expected);
}
