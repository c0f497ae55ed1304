using System.Runtime.CompilerServices;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Bodies;

namespace LlmProxy.Exchange.Detached;

/// <summary>One reader of a flight's answer. To dispose it is to leave; the last one to leave ends the flight.</summary>
internal sealed class FlightReader(FlightSink sink) : ForwardReadStream
{
    private readonly FlightSignal _more = new();

    /// <summary>How many bytes were read. The sink guards it, and the two below.</summary>
    internal new long Position { get; set; }

    /// <summary>The segment where the next byte stands; <c>null</c>: the first one that is held.</summary>
    internal FlightSegment? Segment { get; set; }

    /// <summary>Why nothing more is handed out.</summary>
    internal LlmException? Dropped { get; private set; }

    // The pooling builder: an asynchronous read must not allocate for each chunk.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = sink.Read(this, buffer.Span);
            if (read >= 0)
                return read;
            await _more.WaitAsync(cancellationToken);
        }
    }

    internal void Wake() => _more.Set();

    internal void Drop(LlmException reason)
    {
        Dropped = reason;
        Wake();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            sink.Leave(this);
        base.Dispose(disposing);
    }
}
