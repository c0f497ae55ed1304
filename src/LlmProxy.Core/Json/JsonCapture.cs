using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Json;

/// <summary>The bytes of one property's value, as a <see cref="JsonTopLevelTap"/> sees them go by.</summary>
internal sealed class JsonCapture(byte[] name, int maxBytes) : IDisposable
{
    // Made with the first byte: most documents lack some of the properties.
    private PooledBuffer? _bytes;

    /// <summary>The property's name, UTF-8 without escapes.</summary>
    public byte[] Name => name;

    /// <summary>Whether the value was seen to its end and is kept.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether the value was larger than may be kept, and was let go.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>The value, or as much of it as was seen.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes is null ? default : _bytes.WrittenSpan;

    /// <summary>Begins a value; of a name that comes twice the later value counts, as in most JSON readers.</summary>
    public void Begin()
    {
        Dispose();
        IsTooLarge = false;
    }

    /// <summary>Adds what has arrived of the value.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (IsTooLarge)
        {
            return;
        }

        _bytes ??= new();
        if (bytes.Length > maxBytes - _bytes.Length)
        {
            IsTooLarge = true;
            _bytes.Release();
            return;
        }

        _bytes.Append(bytes);
    }

    /// <summary>Ends the value.</summary>
    public void End() => IsComplete = !IsTooLarge;

    /// <summary>Lets the bytes go.</summary>
    public void Dispose()
    {
        IsComplete = false;
        _bytes?.Release();
    }
}
