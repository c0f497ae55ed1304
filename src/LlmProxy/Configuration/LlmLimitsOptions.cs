using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Configuration;

/// <summary>Bounds on what one process takes in.</summary>
public sealed class LlmLimitsOptions
{
    /// <summary>Most bytes of one request body, encoded and decoded. 1 KiB to 2,000,000,000; default 32 MiB. Beyond it: 413.</summary>
    [Range(1024, 2_000_000_000)]
    public long MaxRequestBodyBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>
    /// Most bytes of request bodies, and of answers that are held for flights or guards, in the whole process at once, at least one body's limit. Default 1 GiB.
    /// Beyond it: 503 with <c>Retry-After</c>.
    /// </summary>
    public long MaxBufferedBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Most bytes of one provider answer that must be read whole to be translated. 1 KiB to 2,000,000,000; default 64 MiB. Beyond it: 502.</summary>
    [Range(1024, 2_000_000_000)]
    public long MaxResponseBodyBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Most bytes of one answer that are held while it is read by others than the attempt itself: of hedged requests, shadows, and requests
    /// with early keepalive. 64 KiB to 1 GiB; default 16 MiB. Beyond it the provider waits for the slowest reader.
    /// </summary>
    [Range(65_536, 1_073_741_824)]
    public long MaxFlightBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Deepest nesting of a JSON request. 8 to 1,000; default 128. Beyond it: 400.</summary>
    [Range(8, 1_000)]
    public int MaxJsonDepth { get; set; } = 128;

    /// <summary>
    /// How many ids of stored objects are remembered with their cluster, half of them of answers (responses, stored chats), half of all else (files,
    /// batches, …). 100 to 10,000,000; default 100,000; of each half the oldest is forgotten.
    /// </summary>
    [Range(100, 10_000_000)]
    public int MaxStoredObjects { get; set; } = 100_000;
}
