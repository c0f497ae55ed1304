using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace LlmProxy.Core.Tokens;

/// <summary>Text as valid UTF-8: as it came where it is that already, else a copy in pooled memory.</summary>
internal ref struct ValidText
{
    /// <summary>How much memory on the stack is worth giving for short text.</summary>
    public const int StackBytes = 512;

    // A char outside of surrogate pairs has at most three bytes, as U+FFFD has; a pair has four.
    private const int MaxBytesOfChar = 3;

    private byte[]? _rented;

    /// <summary>Takes UTF-8 that may be broken.</summary>
    public ValidText(ReadOnlySpan<byte> utf8) => Bytes = Utf8.IsValid(utf8) ? utf8 : Repair(utf8);

    /// <summary>Takes UTF-16, surrogates without a partner included.</summary>
    public ValidText(ReadOnlySpan<char> text, Span<byte> memory)
    {
        if (text.Length > memory.Length / MaxBytesOfChar)
        {
            _rented = ArrayPool<byte>.Shared.Rent(checked(text.Length * MaxBytesOfChar));
            memory = _rented;
        }

        Utf8.FromUtf16(text, memory, out _, out var written);
        Bytes = memory[..written];
    }

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private ReadOnlySpan<byte> Repair(ReadOnlySpan<byte> utf8)
    {
        // A single broken byte becomes the three of U+FFFD.
        _rented = ArrayPool<byte>.Shared.Rent(checked(utf8.Length * 3));
        var written = 0;
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var consumed);
            written += rune.EncodeToUtf8(_rented.AsSpan(written));
            utf8 = utf8[consumed..];
        }

        return _rented.AsSpan(0, written);
    }
}
