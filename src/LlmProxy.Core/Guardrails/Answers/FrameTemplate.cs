using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>A provider's frame reduced to the way to one of its texts, to carry more of that text.</summary>
/// <remarks>What stands beside the way is left out, but for what says where the text belongs: a call's id or another text must not come twice.</remarks>
internal sealed class FrameTemplate : IDisposable
{
    private readonly PooledBuffer _json = new();
    private readonly PooledBuffer _event = new();
    private int _textAt;
    private int _numberAt = -1;

    /// <summary>Whether there is none yet.</summary>
    public bool IsEmpty => _json.Length == 0;

    /// <summary>Makes it of a frame.</summary>
    /// <param name="frame">The frame; its data is an object.</param>
    /// <param name="root">That object.</param>
    /// <param name="place">Where the text stands.</param>
    public void Set(in SseFrame frame, JsonValue root, in AnswerPlace place)
    {
        _event.Append(frame.Event);
        CopyObject(root, place, isRoot: true);
    }

    /// <summary>Appends the frame with <paramref name="text"/> in it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="number">Its <c>sequence_number</c>, where it has one.</param>
    /// <param name="output">Takes the frame.</param>
    public void Write(ReadOnlySpan<byte> text, long number, PooledBuffer output)
    {
        if (_event.Length > 0)
        {
            output.Append("event: "u8);
            output.Append(_event.WrittenSpan);
            output.Append("\n"u8);
        }

        output.Append("data: "u8);
        WriteJson(text, number, output);
        output.Append("\n\n"u8);
    }

    /// <summary>Appends the frame's data alone.</summary>
    /// <inheritdoc cref="Write" path="/param"/>
    public void WriteJson(ReadOnlySpan<byte> text, long number, PooledBuffer output)
    {
        var json = _json.WrittenSpan;
        var from = 0;
        if (_numberAt >= 0 && _numberAt < _textAt)
            from = WriteNumber(from, number, output);
        output.Append(json[from.._textAt]);
        JsonStringWriter.Write(output, text);
        from = _textAt;
        if (_numberAt >= _textAt)
            from = WriteNumber(from, number, output);
        output.Append(json[from..]);
    }

    public void Dispose()
    {
        _json.Dispose();
        _event.Dispose();
    }

    private int WriteNumber(int from, long number, PooledBuffer output)
    {
        output.Append(_json.WrittenSpan[from.._numberAt]);
        JsonNumberWriter.Write(number, output);
        return _numberAt;
    }

    private void CopyObject(JsonValue value, in AnswerPlace place, bool isRoot)
    {
        Span<byte> scratch = stackalloc byte[64];
        _json.Append("{"u8);
        var isFirst = true;
        var members = value.Members();
        while (members.Next())
        {
            var name = members.GetName(scratch);
            var isWay = Holds(members.Value, place);
            if (!isWay && !(isRoot ? FrameHead.Has(name, members.Value) : StaysInside(name, members.Value)))
                continue;
            if (!isFirst)
                _json.Append(","u8);
            isFirst = false;
            JsonStringWriter.Write(_json, name);
            _json.Append(":"u8);
            if (isWay)
                CopyWay(members.Value, place);
            else if (isRoot && name.SequenceEqual("sequence_number"u8))
                _numberAt = _json.Length;
            else
                _json.Append(members.Value.Bytes);
        }

        _json.Append("}"u8);
    }

    private void CopyWay(JsonValue value, in AnswerPlace place)
    {
        if (value.IsObject)
        {
            CopyObject(value, place, isRoot: false);
        }
        else if (value.IsArray)
        {
            _json.Append("["u8);
            var elements = value.Members();
            while (elements.Next())
            {
                if (Holds(elements.Value, place))
                    CopyWay(elements.Value, place);
            }

            _json.Append("]"u8);
        }
        else
        {
            _textAt = _json.Length;
        }
    }

    private static bool Holds(JsonValue value, in AnswerPlace place)
    {
        var (start, length) = value.Range.GetOffsetAndLength(int.MaxValue);
        return start <= place.Start && start + length >= place.End;
    }

    private static bool StaysInside(ReadOnlySpan<byte> name, JsonValue value) =>
        name.SequenceEqual("index"u8) ? value.IsNumber : name.SequenceEqual("type"u8) || (!value.HasContent && !value.IsString);
}
