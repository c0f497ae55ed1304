using System.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Bodies;

namespace LlmProxy.Failover.Shadow;

/// <summary>Keeps the bytes of an answer to look at them later: 1 MiB at most, beyond which nothing is known of it but its figures.</summary>
internal sealed class AnswerCapture(BufferBudget budget) : IDisposable
{
    private const int MaxBytes = 1024 * 1024;

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
        if ((_body?.Length ?? 0) + bytes.Length > MaxBytes)
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
            // The copies' own memory is all in use.
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
