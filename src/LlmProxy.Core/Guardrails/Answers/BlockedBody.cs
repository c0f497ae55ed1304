using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Makes of a whole answer that a guard has blocked one that its protocol knows.</summary>
/// <param name="body">The answer.</param>
/// <param name="results">What has become of its texts; takes what else changes.</param>
/// <param name="blocked">Where guards have blocked, in the order of the answer; at least one place.</param>
/// <param name="message">What the client shall read; empty: nothing.</param>
internal readonly ref struct BlockedBody(ReadOnlySpan<byte> body, FrameResults results, List<AnswerPlace> blocked, ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private readonly ReadOnlySpan<byte> _message = message;

    /// <summary>Notes all changes.</summary>
    public void Rewrite(JsonValue root, AnswerProtocol protocol)
    {
        switch (protocol)
        {
            case AnswerProtocol.Responses:
                RewriteList(root, "output"u8, isResponses: true);
                Replace(root, "status"u8, "\"incomplete\""u8);
                Replace(root, "incomplete_details"u8, "{\"reason\":\"content_filter\"}"u8);
                break;
            case AnswerProtocol.Messages:
                RewriteList(root, "content"u8, isResponses: false);
                Replace(root, "stop_reason"u8, "\"refusal\""u8);
                Replace(root, "stop_sequence"u8, "null"u8);
                break;
            default:
                RewriteChoices(Member(root, "choices"u8));
                break;
        }
    }

    private void RewriteChoices(JsonValue choices)
    {
        var position = 0;
        var elements = choices.Members();
        while (choices.IsArray && elements.Next())
        {
            var choice = elements.Value;
            var index = Member(choice, "index"u8).TryGetIndex(out var told) ? told : position;
            position++;
            // What stands beside the choices is of all of them.
            var isBlocked = blocked.Exists(place => place.Channel.Group == index);
            if (isBlocked)
                RewriteChoice(choice);
            if (isBlocked || blocked.Exists(static place => place.Channel.Group < 0))
                Replace(choice, "finish_reason"u8, "\"content_filter\""u8);
        }
    }

    private void RewriteChoice(JsonValue choice)
    {
        var text = Member(choice, "text"u8);
        if (text.IsString)
            PutText(text, text, "", "");
        var told = Member(choice, "message"u8);
        if (told.IsObject)
            PutText(told, Member(told, "content"u8), "{\"role\":\"assistant\",\"content\":", "}");
    }

    private void RewriteList(JsonValue root, ReadOnlySpan<byte> name, bool isResponses)
    {
        var list = Member(root, name);
        var first = int.MaxValue;
        foreach (var place in blocked)
        {
            if (place.Channel.Group >= 0)
                first = Math.Min(first, place.Channel.Group);
        }

        if (!list.IsArray || first == int.MaxValue)
            return;
        using var json = new PooledBuffer();
        json.Append("["u8);
        var number = 0;
        var elements = list.Members();
        while (elements.Next() && number <= first)
        {
            var start = json.Length;
            if (number > 0)
                json.Append(","u8);
            if (number < first)
                WriteUnblocked(elements.Value, json);
            else if (!WriteText(elements.Value, isResponses, json))
                json.Cut(start);
            number++;
        }

        json.Append("]"u8);
        Put(list, json.WrittenSpan);
    }

    private void WriteUnblocked(JsonValue element, PooledBuffer json)
    {
        var (start, length) = element.Range.GetOffsetAndLength(_body.Length);
        results.WriteJson(_body, json, start, start + length);
    }

    /// <summary>Writes what is left of the item or block in which a guard has blocked, and the message; <c>false</c>: nothing is.</summary>
    private bool WriteText(JsonValue element, bool isResponses, PooledBuffer json)
    {
        using var text = new PooledBuffer();
        AppendSaid(element, text);
        text.Append(_message);
        if (text.Length == 0)
            return false;
        if (isResponses)
        {
            json.Append("{\"id\":"u8);
            var id = Member(element, "id"u8);
            json.Append(id.IsString && Member(element, "type"u8).Is("message"u8) ? id.Bytes : "\"msg_guard\""u8);
            json.Append(",\"type\":\"message\",\"status\":\"incomplete\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":"u8);
        }
        else
        {
            json.Append("{\"type\":\"text\",\"text\":"u8);
        }

        JsonStringWriter.Write(json, text.WrittenSpan);
        json.Append(isResponses ? "}]}"u8 : "}"u8);
        return true;
    }

    private void PutText(JsonValue value, JsonValue content, string before, string after)
    {
        using var text = new PooledBuffer();
        AppendSaid(content, text);
        text.Append(_message);
        using var json = new PooledBuffer();
        json.Append(System.Text.Encoding.ASCII.GetBytes(before));
        JsonStringWriter.Write(json, text.WrittenSpan);
        json.Append(System.Text.Encoding.ASCII.GetBytes(after));
        Put(value, json.WrittenSpan);
    }

    /// <summary>Appends what the model says in a value, up to the place where a guard has blocked.</summary>
    private void AppendSaid(JsonValue value, PooledBuffer text)
    {
        var (start, length) = value.Range.GetOffsetAndLength(_body.Length);
        for (var i = 0; i < results.Count; i++)
        {
            var (from, kind) = results.PlaceOf(i);
            if (from < start || from >= start + length || kind != TextKind.Assistant)
                continue;
            text.Append(results.TextOf(i));
            if (blocked.Exists(place => place.Start == from))
                return;
        }
    }

    private void Replace(JsonValue parent, ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        var value = Member(parent, name);
        if (value.Bytes.Length > 0)
            Put(value, json);
    }

    private void Put(JsonValue value, ReadOnlySpan<byte> json)
    {
        var (start, length) = value.Range.GetOffsetAndLength(_body.Length);
        results.PutOver(start, start + length, json);
    }

    private static JsonValue Member(JsonValue parent, ReadOnlySpan<byte> name)
    {
        var members = parent.Members();
        while (parent.IsObject && members.Next())
        {
            if (members.NameIs(name))
                return members.Value;
        }

        return default;
    }
}
