using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols.Anthropic;
using LlmProxy.Core.Protocols.OpenAi;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Timing;
using LlmProxy.Failover.Settings;

namespace LlmProxy.Tests.Exchange.Delivery;

public sealed class DeliveryStreamTests
{
    private const string Chunk = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"some words\"}}]}\n\n";
    private const string Delta = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"some words\"}}\n\n";

    public static TheoryData<string, string> Roads => new()
    {
        { "untouched", Chunk },
        { "skimmed", Chunk },
        { "usage hidden", Chunk },
        { "translated", Delta },
    };

    [Theory]
    [MemberData(nameof(Roads))]
    public void ReadAsync_TenThousandPendingReads_AllocateNothing(string road, string frame)
    {
        // As on a server: continuations run where the bytes come in.
        SynchronizationContext.SetSynchronizationContext(null);
        var provider = new PendingStream();
        var exchange = Exchanges.Create();
        exchange.Attempt!.Timer = new AttemptTimers(TimeProvider.System).Start(exchange.Attempt, new CancellationTokenSource().Token);
        using var pipe = Pipe(road, exchange);
        using var stream = new DeliveryStream(provider, pipe, exchange.Attempt, TimeProvider.System);
        var bytes = Encoding.UTF8.GetBytes(frame);
        var buffer = new byte[16 * 1024];
        Hold(stream, provider, bytes, buffer);
        Read(stream, provider, bytes, buffer, 200);

        // The runtime's first, unoptimised code boxes awaiters; it is replaced while the rounds run.
        var least = long.MaxValue;
        for (var round = 0; round < 100 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Read(stream, provider, bytes, buffer, 10_000);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public async Task ReadAsync_OfNothing_WaitsForTheProviderWithoutABuffer()
    {
        var provider = new PendingStream();
        var exchange = Exchanges.Create();
        using var pipe = Pipe("untouched", exchange);
        await using var stream = new DeliveryStream(provider, pipe, exchange.Attempt!, TimeProvider.System);

        var waiting = stream.ReadAsync(Memory<byte>.Empty);
        Assert.False(waiting.IsCompleted);
        provider.Bring("data"u8);
        Assert.Equal(0, await waiting);
        Assert.Equal(0, exchange.Answer.FirstByteAt);
    }

    [Fact]
    public async Task ReadAsync_IntoASmallBuffer_LosesNothing()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var provider = new PendingStream();
        var exchange = Exchanges.Create();
        using var pipe = Pipe("usage hidden", exchange);
        await using var stream = new DeliveryStream(provider, pipe, exchange.Attempt!, TimeProvider.System);
        var bytes = Encoding.UTF8.GetBytes(Chunk);
        var text = new List<byte>();
        var buffer = new byte[7];

        for (var at = 0; at < bytes.Length;)
        {
            var read = stream.ReadAsync(buffer);
            if (!read.IsCompleted)
            {
                // The stream goes on waiting by itself until a frame is whole.
                var piece = bytes.AsSpan(at, Math.Min(7, bytes.Length - at));
                at += piece.Length;
                provider.Bring(piece);
                while (!read.IsCompleted && at < bytes.Length)
                {
                    piece = bytes.AsSpan(at, Math.Min(7, bytes.Length - at));
                    at += piece.Length;
                    provider.Bring(piece);
                }
            }

            text.AddRange(buffer[..await read]);
        }

        while (text.Count < bytes.Length)
            text.AddRange(buffer[..await stream.ReadAsync(buffer)]);
        Assert.Equal(Chunk, Encoding.UTF8.GetString([.. text]));
    }

    /// <summary>The gate's part, which leaves a stream with its limits and its signs of life on.</summary>
    private static void Hold(DeliveryStream stream, PendingStream provider, byte[] bytes, byte[] buffer)
    {
        var hold = stream.HoldAsync(new GateOptions(), null).AsTask();
        provider.Bring(bytes);
        provider.Bring(bytes);
        Assert.True(hold.IsCompletedSuccessfully);
        stream.Commit(new KeepAliveOptions());
        Assert.Equal(0, stream.ReadAsync(Memory<byte>.Empty).AsTask().Result);
        Assert.NotEqual(0, stream.ReadAsync(buffer).AsTask().Result);
    }

#pragma warning disable CA2012 // The provider completes the reads on this very thread, before their results are taken.
    private static void Read(DeliveryStream stream, PendingStream provider, byte[] bytes, byte[] buffer, int reads)
    {
        for (var i = 0; i < reads; i++)
        {
            // As YARP reads: first of nothing, to wait without a buffer, then what is there.
            var nothing = stream.ReadAsync(Memory<byte>.Empty);
            var isPending = !nothing.IsCompleted;
            provider.Bring(bytes);
            var none = nothing.GetAwaiter().GetResult();
            var read = stream.ReadAsync(buffer);
            isPending &= !read.IsCompleted;
            provider.Bring(bytes);
            // Assertions themselves allocate.
            if (!isPending || none != 0 || read.GetAwaiter().GetResult() == 0)
                Assert.Fail("A read was not pending, or the stream ended.");
        }
    }

#pragma warning restore CA2012

    private static SkimmingDecoder Skimming(LlmProxy.Exchange.LlmExchange exchange) =>
        new(new ChatStreamDecoder(), exchange.Attempt!.Answer, exchange.Attempt.ReceivedOutput ??= new(), contents: 1);

    private static EventPipe Pipe(string road, LlmProxy.Exchange.LlmExchange exchange) => road switch
    {
        "untouched" => Exchanges.Pipe(exchange, new ChatStreamDecoder(), output => new UntouchedFrames(output, hidesUsage: false)),
        "skimmed" => Exchanges.Pipe(exchange, Skimming(exchange), output => new UntouchedFrames(output, hidesUsage: false)),
        "usage hidden" => Exchanges.Pipe(exchange, new ChatStreamDecoder(), output => new UntouchedFrames(output, hidesUsage: true)),
        _ => Exchanges.Pipe(exchange, new MessagesStreamDecoder(), Encoded),
    };

    private static EncodedFrames Encoded(PooledBuffer output)
    {
        IStreamEncoder encoder = new ChatStreamEncoder("c1", 1, "m", includeUsage: false);
        return new EncodedFrames(output, encoder);
    }
}
