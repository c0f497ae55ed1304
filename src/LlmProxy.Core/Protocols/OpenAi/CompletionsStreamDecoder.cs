using LlmProxy.Core.Events;
using LlmProxy.Core.Json;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>Reads the stream of the legacy <c>/v1/completions</c>.</summary>
/// <remarks>
/// As <see cref="ChatStreamDecoder"/>, but text stands in <c>choices[].text</c>, and there are no roles and no tools.
/// </remarks>
public sealed class CompletionsStreamDecoder : IStreamDecoder
{
    private readonly ChunkStream _stream = new();

    /// <inheritdoc/>
    public bool IsComplete => _stream.IsComplete;

    /// <summary>As <see cref="ChatStreamDecoder.IsUsageOnly"/>.</summary>
    public bool IsUsageOnly => _stream.IsUsageOnly;

    /// <summary>Whether the last frame had text in its log probabilities, which no event names.</summary>
    public bool LastFrameRepeatsText { get; private set; }

    /// <inheritdoc/>
    public void Decode(in SseFrame frame, IEventSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        LastFrameRepeatsText = false;
        try
        {
            if (_stream.Begin(frame, sink, out var chunk))
            {
                var choices = chunk.Choices.Members();
                while (chunk.Choices.IsArray && choices.Next())
                {
                    TellChoice(choices.Value, sink);
                }

                _stream.End(chunk, sink);
            }
        }
        finally
        {
            _stream.Scratch.Release();
        }
    }

    private void TellChoice(JsonValue choice, IEventSink sink)
    {
        var index = 0;
        var text = default(JsonValue);
        var reason = default(JsonValue);
        var members = choice.Members();
        while (choice.IsObject && members.Next())
        {
            if (members.NameIs("index"u8))
            {
                members.Value.TryGetIndex(out index);
            }
            else if (members.NameIs("text"u8))
            {
                text = members.Value;
            }
            else if (members.NameIs("finish_reason"u8))
            {
                reason = members.Value;
            }
            else if (members.NameIs("logprobs"u8))
            {
                LastFrameRepeatsText |= members.Value.HasContent;
            }
        }

        _stream.Meet(index);
        _stream.TellText(new LlmEvent(LlmEventKind.Text) { Choice = index }, text, sink);
        _stream.Finish(index, reason, sink);
    }
}
