using System.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Bodies;

namespace LlmProxy.Failover.Shadow;

/// <summary>Keeps the bytes of an answer to look at them later: beyond the most that are kept, nothing is known of it but its figures.</summary>
/// <param name="budget">Where the memory is counted.</param>
/// <param name="maxBytes">The most bytes that are kept; 1 MiB unless said otherwise.</param>
internal sealed class AnswerCapture(BufferBudget budget, int maxBytes = 1024 * 1024) : IDisposable
{
    private PooledBody? _body;

    /// <summary>Whether not all was kept.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _body?.Memory ?? default;

    /// <summary>Takes more bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (IsTruncated || bytes.IsEmpty)
            return;
        if ((_body?.Length ?? 0) + bytes.Length > maxBytes)
        {
            Drop();
            return;
        }

        try
        {
            (_body ??= new PooledBody(budget, bytes.Length)).Write(bytes);
        }
        catch (LlmException)
        {
            // The memory that there is for this is all in use.
            Drop();
        }
    }

    public void Dispose()
    {
        _body?.Dispose();
        _body = null;
    }

    private void Drop()
    {
        IsTruncated = true;
        Dispose();
    }
}
