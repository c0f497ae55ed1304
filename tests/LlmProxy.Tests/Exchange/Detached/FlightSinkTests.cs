using System.Text;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Detached;

namespace LlmProxy.Tests.Exchange.Detached;

/// <summary>One writes, several read, within a bound.</summary>
public sealed class FlightSinkTests
{
    private const int Bound = 4 * FlightSegment.Size;

    private readonly BufferBudget _budget = new(() => 1 << 30);
    private readonly SteppedClock _clock = new();

    [Fact]
    public async Task Join_TwoReaders_EachReadsAllFromTheBeginning()
    {
        var sink = Sink();
        using var early = sink.Join()!;
        await sink.WriteAsync(Bytes("one "), default);
        using var late = sink.Join()!;
        await sink.WriteAsync(Bytes("two"), default);
        sink.End(null);

        Assert.Equal("one two", await ReadAllAsync(early));
        Assert.Equal("one two", await ReadAllAsync(late));
    }

    [Fact]
    public async Task Read_NothingYet_WaitsForTheNextWrite()
    {
        var sink = Sink();
        using var reader = sink.Join()!;
        var buffer = new byte[16];
        var pending = reader.ReadAsync(buffer).AsTask();
        Assert.False(pending.IsCompleted);

        await sink.WriteAsync(Bytes("x"), default);

        Assert.Equal(1, await pending);
    }

    [Fact]
    public async Task Read_OfNothing_WaitsUntilThereIsSomething()
    {
        var sink = Sink();
        using var reader = sink.Join()!;
        var pending = reader.ReadAsync(Memory<byte>.Empty).AsTask();
        Assert.False(pending.IsCompleted);

        await sink.WriteAsync(Bytes("x"), default);

        Assert.Equal(0, await pending);
        Assert.Equal(1, await reader.ReadAsync(new byte[16]));
    }

    [Fact]
    public async Task Read_Cancelled_Throws()
    {
        var sink = Sink();
        using var reader = sink.Join()!;
        using var cancel = new CancellationTokenSource();
        var pending = reader.ReadAsync(new byte[16], cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        // The wait that was cancelled leaves nothing behind.
        await sink.WriteAsync(Bytes("x"), default);
        Assert.Equal(1, await reader.ReadAsync(new byte[16]));
    }

    [Fact]
    public async Task End_WithFailure_ReadersGetWhatCameAndThenTheFailure()
    {
        var sink = Sink();
        using var reader = sink.Join()!;
        await sink.WriteAsync(Bytes("x"), default);
        sink.End(new IOException("cut"));

        Assert.Equal(1, await reader.ReadAsync(new byte[16]));
        await Assert.ThrowsAsync<IOException>(async () => _ = await reader.ReadAsync(new byte[16]));
    }

    [Fact]
    public async Task Write_UpToTheBound_AllIsKeptForWhoComesLate()
    {
        var sink = Sink();
        using var reader = sink.Join()!;
        var all = Noise(Bound);
        await sink.WriteAsync(all, default);
        await reader.ReadExactlyAsync(new byte[Bound]);

        using var late = sink.Join();
        sink.End(null);

        Assert.Equal(all, await ReadBytesAsync(late!));
    }

    [Fact]
    public async Task Write_BeyondTheBound_NobodyJoinsAndTheSlowestReaderGoverns()
    {
        var sink = Sink();
        using var fast = sink.Join()!;
        using var slow = sink.Join()!;
        var all = Noise(Bound + 100);
        var write = sink.WriteAsync(all, default).AsTask();
        Assert.Equal(Bound, await fast.ReadAtLeastAsync(new byte[Bound + 100], Bound));
        Assert.False(write.IsCompleted);
        Assert.Null(sink.Join());

        await slow.ReadExactlyAsync(new byte[100]);

        await write;
        sink.End(null);
        Assert.Equal(all[Bound..], await ReadBytesAsync(fast));
        Assert.Equal(all[100..], await ReadBytesAsync(slow));
    }

    [Fact]
    public async Task Write_ReaderIsThirtySecondsBehind_IsDroppedWithATypedError()
    {
        var sink = Sink();
        using var fast = sink.Join()!;
        using var slow = sink.Join()!;
        var write = sink.WriteAsync(Noise(Bound + 100), default).AsTask();
        await fast.ReadExactlyAsync(new byte[Bound]);
        Assert.False(write.IsCompleted);

        // The writer may be just about to look at the clock.
        while (!write.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(31));
            await Task.Yield();
        }

        await write;
        var dropped = await Assert.ThrowsAsync<LlmException>(async () => _ = await slow.ReadAsync(new byte[16]));
        Assert.Equal("reader_too_slow", dropped.Error.Code);
        await fast.ReadExactlyAsync(new byte[100]);
    }

    [Fact]
    public async Task Write_ReaderIsBehindWithinTheBound_IsNotDropped()
    {
        var sink = Sink();
        using var slow = sink.Join()!;
        await sink.WriteAsync(Bytes("x"), default);
        _clock.Advance(TimeSpan.FromMinutes(10));
        await sink.WriteAsync(Bytes("y"), default);
        sink.End(null);

        Assert.Equal("xy", await ReadAllAsync(slow));
    }

    [Fact]
    public async Task Seal_WhatAllHaveRead_IsFreed()
    {
        var sink = Sink();
        using var reader = sink.Join()!;
        await sink.WriteAsync(Noise(Bound), default);
        await reader.ReadExactlyAsync(new byte[Bound]);
        Assert.Equal(Bound, sink.HeldBytes);
        Assert.Equal(Bound, _budget.UsedBytes);

        sink.Seal();

        Assert.Equal(0, sink.HeldBytes);
        Assert.Equal(0, _budget.UsedBytes);
    }

    [Fact]
    public async Task Leave_LastReader_AbandonsAndFreesASealedSink()
    {
        var abandoned = 0;
        var sink = Sink();
        sink.Abandoned = () => abandoned++;
        var one = sink.Join()!;
        var two = sink.Join()!;
        await sink.WriteAsync(Noise(100), default);
        sink.Seal();

        one.Dispose();
        Assert.Equal(0, abandoned);
        two.Dispose();
        two.Dispose();

        Assert.Equal(1, abandoned);
        Assert.Equal(0, _budget.UsedBytes);
        // What nobody can read any more is thrown away, at once.
        await sink.WriteAsync(Noise(10 * Bound), default);
        Assert.Equal(0, _budget.UsedBytes);
    }

    [Fact]
    public async Task Leave_SlowestReader_LetsTheWriterGoOn()
    {
        var sink = Sink();
        using var fast = sink.Join()!;
        var slow = sink.Join()!;
        var write = sink.WriteAsync(Noise(Bound + 1), default).AsTask();
        await fast.ReadExactlyAsync(new byte[Bound]);
        Assert.False(write.IsCompleted);

        slow.Dispose();

        await write;
    }

    [Fact]
    public async Task Write_ProcessHoldsAsMuchAsItMay_OneSegmentAtATime()
    {
        var full = new BufferBudget(() => 0);
        var sink = new FlightSink(Bound, full, _clock);
        using var reader = sink.Join()!;
        var all = Noise(3 * FlightSegment.Size);
        var write = sink.WriteAsync(all, default).AsTask();
        Assert.False(write.IsCompleted);
        Assert.Equal(FlightSegment.Size, sink.HeldBytes);

        var read = new byte[all.Length];
        await reader.ReadExactlyAsync(read);
        await write;

        Assert.Equal(all, read);
        Assert.Equal(0, full.UsedBytes);
    }

    [Fact]
    public async Task Write_NobodyHasJoinedYet_WaitsAtTheBound()
    {
        var sink = Sink();
        var all = Noise(Bound + 5);
        var write = sink.WriteAsync(all, default).AsTask();
        Assert.False(write.IsCompleted);

        using var reader = sink.Join()!;
        var read = new byte[all.Length];
        await reader.ReadExactlyAsync(read);

        await write;
        Assert.Equal(all, read);
    }

    [Fact]
    public async Task Readers_ManyAtDifferentPace_AllReadTheSame()
    {
        var sink = Sink();
        var all = Noise(20 * Bound);
        var readers = Enumerable.Range(1, 4).Select(i => CollectAsync(sink.Join()!, 777 * i * i)).ToArray();
        for (var at = 0; at < all.Length; at += 5000)
            await sink.WriteAsync(all.AsMemory(at, Math.Min(5000, all.Length - at)), default);
        sink.End(null);

        foreach (var read in await Task.WhenAll(readers))
            Assert.Equal(all, read);
        Assert.Equal(0, _budget.UsedBytes);
    }

    private static async Task<byte[]> CollectAsync(FlightReader reader, int bufferSize)
    {
        await Task.Yield();
        using var owned = reader;
        using var all = new MemoryStream();
        await reader.CopyToAsync(all, bufferSize);
        return all.ToArray();
    }

    private static async Task<byte[]> ReadBytesAsync(FlightReader reader)
    {
        using var all = new MemoryStream();
        await reader.CopyToAsync(all);
        return all.ToArray();
    }

    private static async Task<string> ReadAllAsync(FlightReader reader) => Encoding.UTF8.GetString(await ReadBytesAsync(reader));

    private static byte[] Noise(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 31 / 7))];

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private FlightSink Sink() => new(Bound, _budget, _clock);
}
