using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;
using LlmProxy.Core.Protocols.OpenAi;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Ends a stream of chat or completions: every choice that has begun, with the reason <c>content_filter</c>, and <c>[DONE]</c>.</summary>
internal sealed class ChunkEnd(bool isChat) : AnswerEnd
{
    private IndexSet _begun;
    private IndexSet _finished;

    // The beginning of a choice and the texts before the finding are there.
    public override bool SendsBlocked(AnswerPlaces places, in AnswerPlace blocked) => true;

    public override void Watch(AnswerPlaces places, JsonValue root, ReadOnlySpan<byte> sent, AnswerChannels channels)
    {
        _begun.AddAll(places.Choices);
        foreach (var place in places.Items)
        {
            if (place.Role == AnswerPlaceRole.FinishReason)
                _finished.Add(place.Channel.Group);
        }
    }

    public override void Write(in BlockedAnswer blocked, AnswerChannels channels, EventNumbers numbers, PooledBuffer output)
    {
        if (blocked.Group >= 0)
            _begun.Add(blocked.Group);
        if (_begun.IsEmpty)
            _begun.Add(0);
        var told = Math.Max(blocked.Group, 0);
        if (!blocked.Message.IsEmpty && !_finished.Has(told))
            WriteChunk(blocked.Frame, told, blocked.Message, isLast: false, output);
        for (var choice = 0; choice < IndexSet.Capacity; choice++)
        {
            if (_begun.Has(choice) && !_finished.Has(choice))
                WriteChunk(blocked.Frame, choice, default, isLast: true, output);
        }

        output.Append("data: [DONE]\n\n"u8);
    }

    private void WriteChunk(ReadOnlySpan<byte> frame, int choice, ReadOnlySpan<byte> text, bool isLast, PooledBuffer output)
    {
        output.Append("data: {"u8);
        FrameHead.Write(frame, output);
        output.Append("\"choices\":[{\"index\":"u8);
        JsonNumberWriter.Write(choice, output);
        output.Append(isChat ? ",\"delta\":{"u8 : ",\"text\":"u8);
        if (isChat && !isLast)
            output.Append("\"content\":"u8);
        if (!isChat || !isLast)
            JsonStringWriter.Write(output, text);
        if (isChat)
            output.Append("}"u8);
        output.Append(isLast ? ",\"logprobs\":null,\"finish_reason\":\"content_filter\"}]}\n\n"u8 : ",\"logprobs\":null,\"finish_reason\":null}]}\n\n"u8);
    }
}
