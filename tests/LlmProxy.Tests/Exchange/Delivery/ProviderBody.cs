using System.Text;
using System.Threading.Channels;
using LlmProxy.Exchange.Bodies;

namespace LlmProxy.Tests.Exchange.Delivery;

/// <summary>A provider's body that a test writes piece by piece.</summary>
internal sealed class ProviderBody : ForwardReadStream
{
    private readonly Channel<byte[]> _pieces = Channel.CreateUnbounded<byte[]>(new() { AllowSynchronousContinuations = true, SingleReader = true });
    private byte[] _left = [];

    /// <summary>How many reads have begun.</summary>
    public int Reads { get; private set; }

    public void Send(string text) => _pieces.Writer.TryWrite(Encoding.UTF8.GetBytes(text));

    public void End(Exception? failure = null) => _pieces.Writer.Complete(failure);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Reads++;
        if (_left.Length == 0)
        {
            if (!await _pieces.Reader.WaitToReadAsync(cancellationToken))
                return 0;
            if (buffer.IsEmpty)
                return 0;
            _left = await _pieces.Reader.ReadAsync(cancellationToken);
        }

        var taken = Math.Min(buffer.Length, _left.Length);
        _left.AsSpan(0, taken).CopyTo(buffer.Span);
        _left = _left[taken..];
        return taken;
    }
}
