using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Ends a stream of Anthropic's Messages: the open block, then the message with the reason <c>refusal</c>.</summary>
/// <remarks>The protocol demands a count of output tokens there: the last that the provider told, which is that of the beginning.</remarks>
internal sealed class MessagesEnd : AnswerEnd
{
    private int _openBlock = -1;
    private bool _isText;
    private int _nextBlock;
    private long _outputTokens;
    private bool _hasStopped;

    public override bool SendsBlocked(AnswerPlaces places, in AnswerPlace blocked) =>
        blocked.Role == AnswerPlaceRole.Delta || (places.Group < 0 && blocked.Channel.Group >= 0);

    public override void Watch(AnswerPlaces places, JsonValue root, ReadOnlySpan<byte> sent, AnswerChannels channels)
    {
        if (places.Type.Equals(default) || !places.HasOther)
            return;
        var members = root.Members();
        var type = default(JsonValue);
        var inner = default(JsonValue);
        while (members.Next())
        {
            if (members.NameIs("type"u8))
                type = members.Value;
            else if (members.NameIs("content_block"u8) || members.NameIs("message"u8))
                inner = members.Value;
        }

        if (type.Is("content_block_start"u8))
            Open(places.Group, inner);
        else if (type.Is("content_block_stop"u8))
            _openBlock = -1;
        else if (type.Is("message_start"u8))
            _outputTokens = OutputTokensOf(inner);
        else if (type.Is("message_delta"u8))
            _hasStopped = true;
    }

    public override void Reopen(int group)
    {
        _openBlock = group;
        _isText = true;
    }

    public override void Write(in BlockedAnswer blocked, AnswerChannels channels, EventNumbers numbers, PooledBuffer output)
    {
        if (!_hasStopped)
        {
            WriteMessage(blocked.Message, output);
            if (_openBlock >= 0)
                WriteEvent("content_block_stop"u8, _openBlock, "}\n\n"u8, output);
            output.Append("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":"u8);
            JsonNumberWriter.Write(_outputTokens, output);
            output.Append("}}\n\n"u8);
        }

        output.Append("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
    }

    private void WriteMessage(ReadOnlySpan<byte> message, PooledBuffer output)
    {
        if (message.IsEmpty)
            return;
        if (_openBlock < 0 || !_isText)
        {
            if (_openBlock >= 0)
                WriteEvent("content_block_stop"u8, _openBlock, "}\n\n"u8, output);
            _openBlock = _nextBlock;
            WriteEvent("content_block_start"u8, _openBlock, ",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"u8, output);
        }

        WriteEvent("content_block_delta"u8, _openBlock, ",\"delta\":{\"type\":\"text_delta\",\"text\":"u8, output);
        JsonStringWriter.Write(output, message);
        output.Append("}}\n\n"u8);
    }

    private void Open(int block, JsonValue content)
    {
        _openBlock = block;
        _nextBlock = Math.Max(_nextBlock, block + 1);
        var members = content.Members();
        while (content.IsObject && members.Next())
        {
            if (members.NameIs("type"u8))
                _isText = members.Value.Is("text"u8);
        }
    }

    private static void WriteEvent(ReadOnlySpan<byte> type, int block, ReadOnlySpan<byte> rest, PooledBuffer output)
    {
        output.Append("event: "u8);
        output.Append(type);
        output.Append("\ndata: {\"type\":\""u8);
        output.Append(type);
        output.Append("\",\"index\":"u8);
        JsonNumberWriter.Write(block, output);
        output.Append(rest);
    }

    private static long OutputTokensOf(JsonValue message)
    {
        var members = message.Members();
        while (message.IsObject && members.Next())
        {
            if (!members.NameIs("usage"u8) || !members.Value.IsObject)
                continue;
            var counts = members.Value.Members();
            while (counts.Next())
            {
                if (counts.NameIs("output_tokens"u8) && counts.Value.TryGetInt64(out var tokens))
                    return tokens;
            }
        }

        return 0;
    }
}
