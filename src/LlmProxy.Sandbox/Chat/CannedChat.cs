using System.Collections.Concurrent;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Chat;

/// <summary>The quick road of load tests: bodies and chunks of canned models are encoded once and only sent.</summary>
/// <remarks>The request is not read beyond its head, so the prompt's tokens are told by its bytes divided by four.</remarks>
internal static class CannedChat
{
    private const string Id = "chatcmpl-sandbox-canned";
    private const int BytesPerToken = 4;

    // At the bound no more are kept; they are then encoded each time.
    private const int MaxKept = 256;

    private static readonly ConcurrentDictionary<(string Model, int InputTokens, long Created), byte[]> Bodies = new();
    private static readonly ConcurrentDictionary<(string Model, bool IncludeUsage, long Created), byte[]> Chunks = new();

    /// <summary>Answers if the model is canned and the form is one of the quick ones; else null.</summary>
    public static Task? TryStart(Exchange exchange)
    {
        if (!CannedModel.IsCanned(exchange.Model) || CannedModel.TextOf(exchange.Model) is not { } text) return null;
        if (!exchange.Head.Stream) return BodyOutput.SendAsync(exchange, BodyOutput.Json, BodyFor(exchange, text));
        return CannedModel.TryGetCadence(exchange.Model, out var chunks, out var delay)
            ? StreamAsync(exchange, text, chunks, delay)
            : null;
    }

    private static byte[] BodyFor(Exchange exchange, string text)
    {
        var key = (exchange.Model, exchange.Body.Length / BytesPerToken, exchange.Sandbox.Now);
        if (Bodies.TryGetValue(key, out var known)) return known;
        using var frame = new FrameBuffer();
        ChatWriter.Write(frame.BeginJson(), Id, exchange.Sandbox.Now, exchange.Model, [AnswerFor(exchange, text)]);
        frame.EndJson();
        var body = frame.Written.ToArray();
        if (Bodies.Count < MaxKept) Bodies.TryAdd(key, body);
        return body;
    }

    private static async Task StreamAsync(Exchange exchange, string text, int chunks, TimeSpan delay)
    {
        using var output = new SseOutput(exchange, delay);
        var answer = AnswerFor(exchange, text);
        var chunk = new ChatChunkFrame(Id, exchange.Sandbox.Now, exchange.Model, exchange.Head.IncludeUsage);
        var stream = new ChatStream(output, chunk, Id, 0, answer);
        await output.StartAsync().ConfigureAwait(false);
        await stream.StartAsync().ConfigureAwait(false);
        var content = ChunkFor(exchange, chunk);
        for (var i = 0; i < chunks; i++)
        {
            output.Frame.Raw(content);
            await output.SendAsync(FrameKind.Content).ConfigureAwait(false);
        }

        await stream.FinishAsync().ConfigureAwait(false);
        if (exchange.Head.IncludeUsage)
        {
            chunk.Usage(output.Frame, [answer]);
            await output.SendAsync(FrameKind.Frame).ConfigureAwait(false);
        }

        await output.SendDoneAsync().ConfigureAwait(false);
    }

    private static byte[] ChunkFor(Exchange exchange, ChatChunkFrame chunk)
    {
        var key = (exchange.Model, exchange.Head.IncludeUsage, exchange.Sandbox.Now);
        if (Chunks.TryGetValue(key, out var known)) return known;
        using var frame = new FrameBuffer();
        chunk.BeginDelta(frame, 0);
        frame.Raw("\"content\":"u8);
        frame.String(CannedModel.Chunk);
        chunk.EndDelta(frame);
        var bytes = frame.Written.ToArray();
        if (Chunks.Count < MaxKept) Chunks.TryAdd(key, bytes);
        return bytes;
    }

    private static Answer AnswerFor(Exchange exchange, string text) => new()
    {
        Blocks = [new(BlockKind.Text, text)],
        InputTokens = exchange.Body.Length / BytesPerToken,
    };
}
