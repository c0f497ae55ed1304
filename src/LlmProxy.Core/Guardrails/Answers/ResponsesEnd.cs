using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>
/// Ends a Responses stream: what is open is done with the text that has gone out, then <c>response.incomplete</c> with the reason
/// <c>content_filter</c> and the output so far.
/// </summary>
/// <remarks>For that it keeps the output as it went out, up to a bound, and the response as it began; beyond it the last event has an empty output.</remarks>
internal sealed class ResponsesEnd : AnswerEnd
{
    private readonly PooledBuffer _response = new();
    private readonly PooledBuffer _done = new();
    private readonly List<OpenItem> _open = [];
    private int _nextIndex;

    public override bool KeepsTexts => true;

    public override void Watch(AnswerPlaces places, JsonValue root, ReadOnlySpan<byte> sent, AnswerChannels channels)
    {
        // Deltas are by far the most.
        if (!places.HasOther || places.Type.Equals(default))
            return;
        var start = sent.IndexOf((byte)'{');
        if (start < 0 || !JsonValue.TryParseObject(sent[start..(sent.LastIndexOf((byte)'}') + 1)], out var json))
            return;
        var read = SentEvent.Read(json);
        if (read.Response.IsObject && _response.Length == 0)
            _response.Append(read.Response.Bytes);
        else if (read.Type.Is("response.output_item.added"u8) && read.Item.IsObject)
            Open(places.Group, read.Item, channels);
        else if (read.Type.Is("response.output_item.done"u8) && read.Item.IsObject)
            Close(places.Group, read.Item, channels);
        else if (read.Type.IsString && read.Type.Bytes.EndsWith("_part.done\""u8) && read.Part.IsObject)
            NotePart(places.Group, read.Part, channels);
    }

    public override void Write(in BlockedAnswer blocked, AnswerChannels channels, EventNumbers numbers, PooledBuffer output)
    {
        using var closing = new ResponsesClosing(numbers, output);
        var keepsOutput = !channels.IsTooLong;
        if (keepsOutput)
            closing.AddDone(_done.WrittenSpan);
        foreach (var item in _open)
            closing.Close(item, channels, blocked);
        if (!blocked.Message.IsEmpty && !closing.HasMessage)
            closing.WriteMessageItem(_nextIndex, blocked.Message);
        closing.WriteIncomplete(_response.WrittenSpan, keepsOutput);
    }

    protected override void Release()
    {
        _response.Dispose();
        _done.Dispose();
        foreach (var item in _open)
            item.Dispose();
    }

    private static void Keep(PooledBuffer kept, ReadOnlySpan<byte> json, AnswerChannels channels)
    {
        if (channels.Keep(json.Length))
            kept.Append(json);
    }

    private void Open(int index, JsonValue item, AnswerChannels channels)
    {
        _nextIndex = Math.Max(_nextIndex, index + 1);
        var open = new OpenItem(index);
        Keep(open.Item, item.Bytes, channels);
        _open.Add(open);
    }

    private void Close(int index, JsonValue item, AnswerChannels channels)
    {
        _nextIndex = Math.Max(_nextIndex, index + 1);
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Index != index)
                continue;
            _open[i].Dispose();
            _open.RemoveAt(i);
        }

        if (_done.Length > 0)
            _done.Append(","u8);
        Keep(_done, item.Bytes, channels);
    }

    private void NotePart(int index, JsonValue part, AnswerChannels channels)
    {
        foreach (var item in _open)
        {
            if (item.Index != index)
                continue;
            if (item.Parts.Length > 0)
                item.Parts.Append(","u8);
            Keep(item.Parts, part.Bytes, channels);
        }
    }
}
