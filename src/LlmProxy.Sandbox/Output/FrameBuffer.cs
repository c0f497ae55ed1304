using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlmProxy.Sandbox.Output;

/// <summary>A pooled buffer for one body or one frame at a time, with a JSON writer on it.</summary>
internal sealed class FrameBuffer : IBufferWriter<byte>, IDisposable
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // As the providers write: UTF-8 as it is.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1024);

    public FrameBuffer() => _json = new Utf8JsonWriter(this, WriterOptions);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Appends bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Appends characters that are all ASCII.</summary>
    public void Ascii(ReadOnlySpan<char> text) => Length += Encoding.ASCII.GetBytes(text, GetSpan(text.Length));

    /// <summary>Appends a JSON string, quotes included.</summary>
    public void String(ReadOnlySpan<char> text)
    {
        BeginJson().WriteStringValue(text);
        EndJson();
    }

    /// <summary>Appends a JSON number.</summary>
    public void Number(int value)
    {
        BeginJson().WriteNumberValue(value);
        EndJson();
    }

    /// <summary>A writer that appends one JSON value; <see cref="EndJson"/> before anything else is appended.</summary>
    public Utf8JsonWriter BeginJson()
    {
        _json.Reset();
        return _json;
    }

    public void EndJson() => _json.Flush();

    /// <summary>Cuts what was written to its first bytes.</summary>
    public void CutTo(int length) => Length = Math.Min(Length, length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(Length);
    }

    public void Dispose()
    {
        _json.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Length = 0;
    }

    private void Reserve(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed <= _buffer.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _buffer.Length * 2));
        _buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
