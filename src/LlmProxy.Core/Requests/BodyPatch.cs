using System.Buffers;
using System.Text.Json;

namespace LlmProxy.Core.Requests;

/// <summary>Changes to a body, kept beside it: every byte that no change names stays as it is.</summary>
/// <remarks>Not safe for several threads. Changes may be added in any order; they must not overlap.</remarks>
public sealed class BodyPatch
{
    private readonly List<Change> _changes = [];

    /// <summary>Whether there is nothing to change.</summary>
    public bool IsEmpty => _changes.Count == 0;

    /// <summary>Puts <paramref name="bytes"/> in the place of <paramref name="range"/>; an empty range inserts.</summary>
    public void Replace(ByteRange range, ReadOnlyMemory<byte> bytes)
    {
        var at = _changes.Count;
        while (at > 0 && _changes[at - 1].Range.Start > range.Start)
            at--;
        _changes.Insert(at, new Change(range, bytes));
    }

    /// <summary>Puts the JSON string of <paramref name="value"/> in the place of <paramref name="range"/>.</summary>
    public void ReplaceString(ByteRange range, string value) =>
        Replace(range, JsonSerializer.SerializeToUtf8Bytes(value, StringOptions.Relaxed));

    /// <summary>The length of <paramref name="body"/> once changed.</summary>
    public int LengthOf(ReadOnlySpan<byte> body)
    {
        var length = body.Length;
        foreach (var change in _changes)
            length += change.Bytes.Length - change.Range.Length;
        return length;
    }

    /// <summary>Writes <paramref name="body"/> with all changes made.</summary>
    public void Apply(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        var from = 0;
        foreach (var change in _changes)
        {
            output.Write(body[from..change.Range.Start]);
            output.Write(change.Bytes.Span);
            from = change.Range.End;
        }

        output.Write(body[from..]);
    }

    private readonly record struct Change(ByteRange Range, ReadOnlyMemory<byte> Bytes);

    private static class StringOptions
    {
        internal static readonly JsonSerializerOptions Relaxed = new()
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
    }
}
