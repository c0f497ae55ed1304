using System.Text.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Writes the events that end a Responses stream which a guard has blocked: items, and the response itself.</summary>
internal sealed class ResponsesClosing : IDisposable
{
    private readonly EventNumbers _numbers;
    private readonly PooledBuffer _output;
    private readonly ResponsesEventWriter _events;
    private readonly ResponsesPartWriter _parts;
    private readonly PooledBuffer _items = new();
    private readonly PooledBuffer _text = new();
    private readonly PooledBuffer _scratch = new();

    /// <summary>For one stream.</summary>
    /// <param name="numbers">Counts its events.</param>
    /// <param name="output">Takes the events.</param>
    public ResponsesClosing(EventNumbers numbers, PooledBuffer output)
    {
        _numbers = numbers;
        _output = output;
        _events = new ResponsesEventWriter(numbers, output);
        _parts = new ResponsesPartWriter(_events);
    }

    /// <summary>Whether the message has been written.</summary>
    public bool HasMessage { get; private set; }

    /// <summary>Adds items that are done to the output.</summary>
    public void AddDone(ReadOnlySpan<byte> items) => _items.Append(items);

    /// <summary>Ends an item that is open, its texts with what has gone out of them.</summary>
    public void Close(OpenItem item, AnswerChannels channels, in BlockedAnswer blocked)
    {
        if (!JsonValue.TryParseObject(item.Item.WrittenSpan, out var opened))
            return;
        var id = IdOf(opened);
        ResponsesFamily? last = null;
        for (var i = 0; i < channels.Count; i++)
        {
            var channel = channels[i];
            if (channel.Key.Group != item.Index || ResponsesFamily.Of(channel.Key) is not { } family)
                continue;
            last = family;
            Finish(channel, family, blocked);
            _parts.WriteDone(family, id, channel.Key, _text.WrittenSpan);
            if (family.PartEvent is not null)
                AddPart(item, _parts.WritePart(family, id, channel.Key, _text.WrittenSpan));
        }

        var json = MakeItem(opened, item, last);
        WriteItem("response.output_item.done", item.Index, json);
        // Nobody shall run a call of which only the beginning is there.
        if (blocked.Kind != TextKind.ToolArguments || blocked.Group != item.Index)
            AddItem(json);
    }

    /// <summary>Writes the message as an item of its own.</summary>
    public void WriteMessageItem(int index, ReadOnlySpan<byte> message)
    {
        var id = $"msg_guard_{index}";
        var key = new ChannelKey(index, 0, 0);
        WriteItem("response.output_item.added", index, System.Text.Encoding.ASCII.GetBytes($$"""{"id":"{{id}}","type":"message","status":"in_progress","content":[],"role":"assistant"}"""));
        var family = ResponsesFamily.OutputText;
        _parts.WritePart(family, id, key, default, ".added");
        _parts.WriteDelta(family, id, key, message);
        _parts.WriteDone(family, id, key, message);
        var part = _parts.WritePart(family, id, key, message);
        _scratch.Release();
        _scratch.Append(System.Text.Encoding.ASCII.GetBytes($$"""{"id":"{{id}}","type":"message","status":"incomplete","role":"assistant","content":["""));
        _scratch.Append(part);
        _scratch.Append("]}"u8);
        var item = _scratch.WrittenSpan.ToArray();
        WriteItem("response.output_item.done", index, item);
        AddItem(item);
        HasMessage = true;
    }

    /// <summary>Writes the last event.</summary>
    /// <param name="response">The response as it began; empty: it is not known.</param>
    /// <param name="keepsOutput">Whether all of the output is there.</param>
    public void WriteIncomplete(ReadOnlySpan<byte> response, bool keepsOutput)
    {
        var json = _events.Begin("response.incomplete");
        json.WriteStartObject("response"u8);
        if (JsonValue.TryParseObject(response, out var begun))
            ResponsesEventWriter.CopyMembers(json, begun, "status", "incomplete_details", "output");
        json.WriteString("status"u8, "incomplete"u8);
        json.WriteStartObject("incomplete_details"u8);
        json.WriteString("reason"u8, "content_filter"u8);
        json.WriteEndObject();
        WriteRawList(json, "output", keepsOutput ? _items.WrittenSpan : default);
        json.WriteEndObject();
        _events.End();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Dispose();
        _items.Dispose();
        _text.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Makes <see cref="_text"/> all that the client has of a text; the message is the last of the one in which a guard has blocked.</summary>
    private void Finish(AnswerChannel channel, ResponsesFamily family, in BlockedAnswer blocked)
    {
        _text.Release();
        _text.Append(channel.Delivered!.WrittenSpan);
        if (blocked.Message.IsEmpty || !ReferenceEquals(channel, blocked.Channel) || family != ResponsesFamily.OutputText)
            return;
        channel.Template.Write(blocked.Message, _numbers.Insert(), _output);
        _text.Append(blocked.Message);
        HasMessage = true;
    }

    private void WriteItem(string type, int index, ReadOnlySpan<byte> item)
    {
        var json = _events.Begin(type);
        json.WriteNumber("output_index"u8, index);
        json.WritePropertyName("item"u8);
        json.WriteRawValue(item, skipInputValidation: true);
        _events.End();
    }

    private byte[] MakeItem(JsonValue opened, OpenItem item, ResponsesFamily? family)
    {
        _scratch.Release();
        using (var json = new Utf8JsonWriter(_scratch, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            var list = family?.List ?? "content";
            var member = family is { PartEvent: null } ? family.Member : null;
            json.WriteStartObject();
            ResponsesEventWriter.CopyMembers(json, opened, "status", item.Parts.Length > 0 ? list : "", member ?? "");
            json.WriteString("status"u8, "incomplete"u8);
            if (item.Parts.Length > 0)
                WriteRawList(json, list, item.Parts.WrittenSpan);
            if (member is not null)
                json.WriteString(member, _text.WrittenSpan);
            json.WriteEndObject();
        }

        return _scratch.WrittenSpan.ToArray();
    }

    private static void AddPart(OpenItem item, ReadOnlySpan<byte> part)
    {
        if (item.Parts.Length > 0)
            item.Parts.Append(","u8);
        item.Parts.Append(part);
    }

    private void AddItem(ReadOnlySpan<byte> item)
    {
        if (_items.Length > 0)
            _items.Append(","u8);
        _items.Append(item);
    }

    private static void WriteRawList(Utf8JsonWriter json, string name, ReadOnlySpan<byte> elements)
    {
        json.WritePropertyName(name);
        var list = new byte[elements.Length + 2];
        list[0] = (byte)'[';
        elements.CopyTo(list.AsSpan(1));
        list[^1] = (byte)']';
        json.WriteRawValue(list, skipInputValidation: true);
    }

    private static string IdOf(JsonValue item)
    {
        var members = item.Members();
        while (members.Next())
        {
            if (members.NameIs("id"u8) && members.Value.IsString)
                return System.Text.Encoding.UTF8.GetString(members.Value.Bytes[1..^1]);
        }

        return "";
    }
}
