using System.Buffers;

namespace LlmProxy.Webhooks;

/// <summary>Events of usage for one receiver that are sent together, as a CloudEvents list.</summary>
internal sealed class UsageBatch
{
    private readonly Lock _lock = new();
    private ArrayBufferWriter<byte> _events = new();
    private int _count;

    /// <summary>Adds an event.</summary>
    /// <returns>The list, once it has <paramref name="max"/> events; it then begins anew.</returns>
    public (ReadOnlyMemory<byte> Body, int Count)? Add(ReadOnlyMemory<byte> happened, int max)
    {
        lock (_lock)
        {
            _events.Write(_count++ == 0 ? "["u8 : ","u8);
            _events.Write(happened.Span);
            return _count >= max ? Take() : null;
        }
    }

    /// <summary>Whatever there is; <c>null</c>: nothing. It then begins anew.</summary>
    public (ReadOnlyMemory<byte> Body, int Count)? TakeAll()
    {
        lock (_lock)
            return _count == 0 ? null : Take();
    }

    private (ReadOnlyMemory<byte> Body, int Count) Take()
    {
        _events.Write("]"u8);
        var taken = (_events.WrittenMemory, _count);
        _events = new();
        _count = 0;
        return taken;
    }
}
