namespace LlmProxy.Sandbox;

/// <summary>How one sandbox server behaves; the configuration section <c>Sandbox</c>.</summary>
/// <remarks>The defaults are for tests and load: nothing waits. Run by hand, the program waits 20 ms between tokens.</remarks>
public sealed class SandboxOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Sandbox";

    /// <summary>Where to listen, a plain <c>http</c> URL. Port 0 takes a free port. Default <c>http://127.0.0.1:0</c>.</summary>
    public string Url { get; set; } = "http://127.0.0.1:0";

    /// <summary>Wait before the first byte of every answer. 0 to 10 min; default 0.</summary>
    public TimeSpan FirstByteDelay { get; set; }

    /// <summary>Wait before every streamed piece of content. 0 to 1 min; default 0.</summary>
    public TimeSpan TokenDelay { get; set; }

    /// <summary>Characters in a streamed piece of content. 0 to 1,000,000; default 0: one token a piece, as models do.</summary>
    public int CharsPerChunk { get; set; }

    /// <summary>The API key that requests must carry, else 401. Default null: any key, or none, is welcome.</summary>
    public string? RequireKey { get; set; }

    /// <summary>What the model list shows; any other model name is answered too. Default: a few names with a meaning.</summary>
    public IList<string> Models { get; } = [];

    /// <summary>Faults that happen without a request header asking for them; the first rule that applies wins.</summary>
    public IList<SandboxFaultOptions> Faults { get; } = [];

    /// <summary>How many requests are remembered for tests. 0 to 100,000; default 1,000; the oldest is forgotten.</summary>
    public int MaxRecordedRequests { get; set; } = 1_000;

    /// <summary>How many responses, files and batches are kept, each. 1 to 100,000; default 1,000; the oldest is forgotten.</summary>
    public int MaxStoredObjects { get; set; } = 1_000;

    /// <summary>Most bytes of one request body, encoded and decoded. 1 KiB to 2,000,000,000; default 64 MiB. Beyond it: 413.</summary>
    public long MaxRequestBodyBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long a hanging fault lasts if the client does not leave; the connection is then reset. 1 ms to 1 day; default 10 min.</summary>
    public TimeSpan MaxHang { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Dates answers and runs the delays. Default null: real delays, and every answer carries the same fixed date.</summary>
    public TimeProvider? Clock { get; set; }
}
