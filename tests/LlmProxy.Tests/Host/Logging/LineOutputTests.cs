using System.Text;
using LlmProxy.Host.Logging;

namespace LlmProxy.Tests.Host.Logging;

public sealed class LineOutputTests
{
    [Fact]
    public void Append_ManyThreads_AllLinesComeWholeAndEachThreadsInOrder()
    {
        var stream = new MemoryStream();
        using (var output = new LineOutput(stream))
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
            {
                for (var i = 0; i < 2_000; i++)
                    output.Append(Encoding.UTF8.GetBytes($"{thread} {i}\n"));
            });

        var lines = Lines(stream);
        Assert.Equal(16_000, lines.Length);
        foreach (var thread in lines.GroupBy(line => line.Split(' ')[0]))
            Assert.Equal(Enumerable.Range(0, 2_000).Select(i => $"{thread.Key} {i}"), thread);
    }

    [Fact]
    public void Append_AfterDispose_IsWrittenAtOnce()
    {
        var stream = new MemoryStream();
        var output = new LineOutput(stream);
        output.Append("one\n"u8);
        output.Dispose();
        output.Append("two\n"u8);
        Assert.Equal(["one", "two"], Lines(stream));
    }

    [Fact]
    public async Task Append_StreamThatDoesNotTakeThem_WaitsAtTheBoundAndLosesNothing()
    {
        using var stream = new HeldStream();
        var output = new LineOutput(stream);
        var line = new byte[64 * 1024];
        output.Append(line);
        await stream.Begun.Task;
        // 1 MiB waits beside what is being written.
        for (var i = 0; i < LineOutput.MaxWaitingBytes / line.Length; i++)
            output.Append(line);
        var over = Task.Factory.StartNew(() => output.Append(line), TaskCreationOptions.LongRunning);
        Assert.Equal(0, stream.Written);

        stream.Release.Set();
        await over;
        output.Dispose();
        Assert.Equal(18L * line.Length, stream.Written);
    }

    [Fact]
    public async Task Dispose_StreamThatTakesNothing_EndsAndKeepsTheOrder()
    {
        using var stream = new HeldStream();
        var output = new LineOutput(stream, TimeSpan.Zero);
        output.Append("one\n"u8);
        await stream.Begun.Task;
        output.Append("two\n"u8);

        output.Dispose();
        output.Append("three\n"u8);
        Assert.Equal(0, stream.Written);

        stream.Release.Set();
        await stream.WhenWritten(14);
        Assert.Equal("one\ntwo\nthree\n", stream.Text);
    }

    [Fact]
    public async Task Append_AfterTheEndToAStreamThatTakesNothing_IsBoundedAndWaitsForNobody()
    {
        using var stream = new HeldStream();
        var output = new LineOutput(stream, TimeSpan.Zero);
        var line = new byte[64 * 1024];
        output.Append(line);
        await stream.Begun.Task;
        output.Dispose();

        for (var i = 0; i < 100; i++)
            output.Append(line);

        stream.Release.Set();
        // The one under way, and 2 MiB.
        await stream.WhenWritten(33L * line.Length);
    }

    [Fact]
    public void Append_StreamThatFails_HarmsNobody()
    {
        var output = new LineOutput(new FailingStream());
        output.Append("one\n"u8);
        output.Dispose();
        output.Append("two\n"u8);
    }

    private static string[] Lines(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n');

    private sealed class HeldStream : MemoryStream
    {
        private readonly TaskCompletionSource _allWritten = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<byte> _bytes = [];
        private long _written;
        private long _awaited = long.MaxValue;

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualResetEventSlim Release { get; } = new();

        public long Written => Interlocked.Read(ref _written);

        public string Text
        {
            get
            {
                lock (_bytes)
                    return Encoding.UTF8.GetString([.. _bytes]);
            }
        }

        /// <summary>Ends when exactly so many bytes have come; fails on more.</summary>
        public Task WhenWritten(long bytes)
        {
            lock (_bytes)
            {
                _awaited = bytes;
                Check();
            }

            return _allWritten.Task;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Begun.TrySetResult();
            Release.Wait();
            lock (_bytes)
            {
                _bytes.AddRange(buffer);
                Interlocked.Add(ref _written, buffer.Length);
                Check();
            }
        }

        private void Check()
        {
            if (Written > _awaited)
                _allWritten.TrySetException(new InvalidOperationException($"{Written} bytes came, not {_awaited}."));
            else if (Written == _awaited)
                _allWritten.TrySetResult();
        }

        protected override void Dispose(bool disposing)
        {
            Release.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class FailingStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("The pipe is closed.");
    }
}
