namespace LlmProxy.Sandbox;

/// <summary>One request as the sandbox received it.</summary>
/// <remarks>The outcome properties change while the request runs; each is safe to read at any time.</remarks>
public sealed class SandboxRequest
{
    /// <summary>Most bytes of a body that are kept.</summary>
    public const int MaxKeptBodyBytes = 64 * 1024;

    private volatile bool _aborted;
    private volatile bool _completed;
    private volatile string? _fault;
    private volatile int _status;

    internal SandboxRequest(string method, string path, string query, Dictionary<string, string> headers)
    {
        Method = method;
        Path = path;
        Query = query;
        Headers = headers;
    }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The path as it came, prefix included.</summary>
    public string Path { get; }

    /// <summary>The query with its question mark, or empty.</summary>
    public string Query { get; }

    /// <summary>The headers with their values, secrets included; names in any case, repeated values joined with a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The model that the body, the form, the deployment in the path or the query named; else empty.</summary>
    public string Model { get; internal init; } = "";

    /// <summary>The body before any decoding, its first <see cref="MaxKeptBodyBytes"/> bytes.</summary>
    public ReadOnlyMemory<byte> Body { get; internal init; }

    /// <summary>Bytes of the whole body before any decoding.</summary>
    public long BodyLength { get; internal init; }

    /// <summary>SHA-256 of the whole body before any decoding, in lower-case hexadecimal digits.</summary>
    public string BodySha256 { get; internal init; } = "";

    /// <summary>The fault that was applied, as it was written; null if none was.</summary>
    public string? Fault { get => _fault; internal set => _fault = value; }

    /// <summary>The response's status; 0 while there is none.</summary>
    public int Status { get => _status; internal set => _status = value; }

    /// <summary>Whether the client left before it had its whole answer.</summary>
    public bool Aborted { get => _aborted; internal set => _aborted = value; }

    /// <summary>Whether the sandbox has finished with the request, in whatever way.</summary>
    public bool Completed { get => _completed; internal set => _completed = value; }
}
