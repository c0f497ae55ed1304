using System.Runtime.CompilerServices;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Sse;
using LlmProxy.Exchange.Bodies;

namespace LlmProxy.Exchange.Delivery;

/// <summary>The stream that YARP copies to the client: the provider's, seen by a pipe.</summary>
/// <remarks>
/// A read of nothing waits for the provider without any buffer, as YARP wants for idle streams. A failure becomes one
/// error frame; the next read throws, so that YARP and passive health see the failure and the client's connection
/// is aborted: a clean end would pass for a complete answer.
/// </remarks>
internal sealed class DeliveryStream(Stream provider, IAnswerPipe pipe, AnswerFacts facts, TimeProvider clock) : ForwardReadStream
{
    /// <summary>How long the client has to read the error frame before its connection goes.</summary>
    private static readonly TimeSpan BeforeAbort = TimeSpan.FromMilliseconds(50);

    private int _taken;
    private bool _ended;
    private Exception? _failure;

    // The pooling builder: an asynchronous read must not allocate for each chunk.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (pipe.Output.Length > 0)
                return TakeOutput(buffer.Span);
            if (_failure is not null)
            {
                await Task.Delay(BeforeAbort, clock, cancellationToken);
                throw _failure;
            }

            if (_ended || pipe.IsStopped)
                return 0;
            try
            {
                var read = await provider.ReadAsync(buffer, cancellationToken);
                if (buffer.IsEmpty)
                    return 0;
                Take(buffer.Span[..read]);
                if (read > 0 && pipe.PassesThrough)
                    return read;
            }
            catch (Exception e) when (e is not OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                Break(Describe(e), e);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            pipe.Dispose();
            provider.Dispose();
        }

        base.Dispose(disposing);
    }

    private int TakeOutput(Span<byte> buffer)
    {
        var left = pipe.Output.WrittenSpan[_taken..];
        var taken = Math.Min(left.Length, buffer.Length);
        left[..taken].CopyTo(buffer);
        _taken += taken;
        if (_taken == pipe.Output.Length)
        {
            pipe.Output.Release();
            _taken = 0;
        }

        return taken;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            _ended = true;
            facts.LastByteAt = clock.GetTimestamp();
            if (pipe.Complete() is { } error)
                Break(error, new LlmException(error));
            return;
        }

        if (facts.FirstByteAt == 0)
            facts.FirstByteAt = clock.GetTimestamp();
        pipe.Read(bytes);
    }

    private void Break(LlmError error, Exception failure)
    {
        facts.IsBroken = true;
        facts.ErrorCode ??= error.Code;
        // Typed, so that the client is told it where nothing has been sent yet.
        _failure = failure as LlmException ?? new LlmException(error, failure);
        pipe.Fail(error);
    }

    private static LlmError Describe(Exception failure) => failure is LlmException { Error: var error }
        ? error
        : new LlmError(502, LlmErrorTypes.Upstream, failure is SseFrameTooLargeException or InvalidDataException
            ? "The provider's stream is malformed."
            : "The provider broke the answer off.", failure is SseFrameTooLargeException or InvalidDataException
            ? "malformed_stream"
            : "upstream_closed");
}
