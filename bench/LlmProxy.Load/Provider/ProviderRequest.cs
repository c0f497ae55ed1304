using System.Buffers;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Provider;

/// <summary>What the provider has to know of a request.</summary>
/// <param name="Stream">The stream that is asked for; null: one JSON object.</param>
/// <param name="WantsUsage">Whether the stream ends with a usage frame.</param>
internal readonly record struct ProviderRequest(StreamPlan? Stream, bool WantsUsage)
{
    // More than any request that asks for a stream; longer bodies are drained unread.
    private const int LongestScanned = 16 * 1024;

    /// <summary>Reads the body to its end, since an unread body would cost the proxy its connection.</summary>
    public static async ValueTask<ProviderRequest> ReadAsync(HttpRequest request)
    {
        var reader = request.BodyReader;
        var parsed = default(ProviderRequest);
        while (true)
        {
            var read = await reader.ReadAsync();
            var scan = read.Buffer.Length <= LongestScanned;
            if (scan && read.IsCompleted)
                parsed = Parse(read.Buffer);
            if (read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.End);
                return parsed;
            }

            reader.AdvanceTo(scan ? read.Buffer.Start : read.Buffer.End, read.Buffer.End);
        }
    }

    private static ProviderRequest Parse(in ReadOnlySequence<byte> body)
    {
        var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        var start = bytes.IndexOf("\"model\":\""u8);
        if (start < 0)
            return default;

        var model = bytes[(start + 9)..];
        var end = model.IndexOf((byte)'"');
        if (end < 0 || !StreamPlan.TryParse(model[..end], out var plan))
            return default;

        return new ProviderRequest(plan, bytes.IndexOf("\"include_usage\":true"u8) >= 0);
    }
}
