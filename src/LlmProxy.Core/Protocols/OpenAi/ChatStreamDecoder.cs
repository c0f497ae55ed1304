using LlmProxy.Core.Events;
using LlmProxy.Core.Json;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>Reads the stream of <c>/v1/chat/completions</c>, of OpenAI and of all that copy it.</summary>
/// <remarks>
/// <para>
/// A frame is checked as a whole before anything is told, so a malformed one gives an error and no half of its events.
/// Within a frame the order is: start, then for each choice role, reasoning, text, refusal, tool calls, finish; then
/// usage, then error. Empty strings give no event. A choice's role and finish are told once, though OpenRouter repeats
/// both. Tool calls are numbered by <see cref="LlmEvent.Index"/> as they appear, since the numbers on the wire
/// collide at some providers.
/// </para>
/// <para>
/// Usage is told wherever it stands (Mistral, DeepSeek: beside the finish; Perplexity: on every chunk; Groq:
/// <c>x_groq.usage</c>; Moonshot: inside the choice).
/// </para>
/// <para>One instance serves one stream, and is not safe for use by two threads at once.</para>
/// </remarks>
public sealed class ChatStreamDecoder : IStreamDecoder
{
    private readonly ChunkStream _stream = new();
    private readonly ToolCallIndexes _calls = new();
    private IndexSet _withRole;

    /// <inheritdoc/>
    /// <remarks>
    /// That is <c>[DONE]</c>. Perplexity sends none: there a stream is complete when every choice has finished.
    /// </remarks>
    public bool IsComplete => _stream.IsComplete;

    /// <summary>
    /// Whether the last frame was the chunk that <c>stream_options.include_usage</c> adds: usage, an empty
    /// <c>choices</c>, and nothing else that matters. Only such a chunk may be kept from a client that did not ask.
    /// </summary>
    public bool IsUsageOnly => _stream.IsUsageOnly;

    /// <summary>
    /// Whether the last frame had text at places that no event names: log probabilities, OpenRouter's
    /// <c>reasoning_details</c>, Perplexity's <c>message</c>. Replacing text at <see cref="LlmEvent.Source"/> leaves these.
    /// </summary>
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
                    TellChoice(ChatDelta.Read(choices.Value), sink);
                }

                _stream.End(chunk, sink);
            }
        }
        finally
        {
            _stream.Scratch.Release();
        }
    }

    private void TellChoice(in ChatDelta delta, IEventSink sink)
    {
        LastFrameRepeatsText |= delta.RepeatsText;
        if (delta.IsPresent)
        {
            _stream.Meet(delta.Choice);
        }

        if (delta.Role.HasContent && _withRole.Add(delta.Choice))
        {
            sink.OnEvent(new LlmEvent(LlmEventKind.Role) { Choice = delta.Choice });
        }

        TellText(LlmEventKind.Reasoning, delta.Choice, delta.Reasoning, sink);
        TellThinkingBlocks(delta.Choice, delta.ThinkingBlocks, sink);
        TellContent(delta.Choice, delta.Content, sink);
        TellText(LlmEventKind.Refusal, delta.Choice, delta.Refusal, sink);
        TellToolCalls(delta, sink);
        _stream.Finish(delta.Choice, delta.FinishReason, sink);
        ChunkStream.TellUsage(delta.Usage, default, sink);
    }

    private void TellText(LlmEventKind kind, int choice, JsonValue text, IEventSink sink) =>
        _stream.TellText(new LlmEvent(kind) { Choice = choice }, text, sink);

    /// <summary>Content is a string, or, at Mistral, a list of <c>text</c> and <c>thinking</c> parts.</summary>
    private void TellContent(int choice, JsonValue content, IEventSink sink)
    {
        TellText(LlmEventKind.Text, choice, content, sink);
        var parts = content.Members();
        while (content.IsArray && parts.Next())
        {
            TellPart(LlmEventKind.Text, choice, parts.Value, sink);
        }
    }

    private void TellPart(LlmEventKind kind, int choice, JsonValue part, IEventSink sink)
    {
        var members = part.Members();
        while (part.IsObject && members.Next())
        {
            if (members.NameIs("text"u8))
            {
                TellText(kind, choice, members.Value, sink);
            }
            else if (members.NameIs("thinking"u8))
            {
                var thinking = members.Value;
                TellText(LlmEventKind.Reasoning, choice, thinking, sink);
                var parts = thinking.Members();
                while (thinking.IsArray && parts.Next())
                {
                    TellPart(LlmEventKind.Reasoning, choice, parts.Value, sink);
                }
            }
        }
    }

    /// <summary>LiteLLM's form of Anthropic's signatures; the thinking itself stands in <c>reasoning_content</c> too.</summary>
    private void TellThinkingBlocks(int choice, JsonValue blocks, IEventSink sink)
    {
        var elements = blocks.Members();
        while (blocks.IsArray && elements.Next())
        {
            var members = elements.Value.Members();
            while (elements.Value.IsObject && members.Next())
            {
                if (members.NameIs("signature"u8))
                {
                    TellText(LlmEventKind.ReasoningSignature, choice, members.Value, sink);
                }
                else if (members.NameIs("data"u8))
                {
                    TellText(LlmEventKind.ReasoningRedacted, choice, members.Value, sink);
                }
                else if (members.NameIs("thinking"u8))
                {
                    LastFrameRepeatsText |= members.Value.HasContent;
                }
            }
        }
    }

    private void TellToolCalls(in ChatDelta delta, IEventSink sink)
    {
        var calls = delta.ToolCalls.Members();
        while (delta.ToolCalls.IsArray && calls.Next())
        {
            if (calls.Value.IsObject)
            {
                TellToolCall(delta.Choice, ToolCallDelta.Read(calls.Value), sink);
            }
        }

        if (delta.FunctionCall.IsObject)
        {
            // The field that tool_calls replaced: one call a choice, without id and index.
            TellToolCall(delta.Choice, ToolCallDelta.ReadFunction(delta.FunctionCall), sink);
        }
    }

    private void TellToolCall(int choice, in ToolCallDelta call, IEventSink sink)
    {
        var id = call.Id.GetText(_stream.Scratch.Id);
        var index = _calls.Of(choice, call.Index, id, call.Name.HasContent, out var isNew);
        if (isNew)
        {
            sink.OnEvent(new LlmEvent(LlmEventKind.ToolCall)
            {
                Choice = choice,
                Index = index,
                Id = id,
                Name = call.Name.GetText(_stream.Scratch.Name),
            });
        }

        _stream.TellText(
            new LlmEvent(LlmEventKind.ToolArguments) { Choice = choice, Index = index }, call.Arguments, sink);
    }
}
