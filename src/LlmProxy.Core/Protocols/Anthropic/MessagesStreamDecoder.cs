using System.Text.Json;
using LlmProxy.Core.Events;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Reads the stream of Anthropic's Messages API.</summary>
/// <remarks>
/// Tool calls are numbered by their order, whatever other blocks stand between them. A tool that is called without
/// arguments sends none, and is given <c>{}</c> when its block ends, since a chat client parses what it gets.
/// Blocks that concern the provider's own tools (searches, code runs) are <see cref="LlmEventKind.Other"/>.
/// A second <c>message_start</c>, which a retry behind the provider can splice in, does not start a second answer:
/// what follows it is read on as part of the first.
/// </remarks>
public sealed class MessagesStreamDecoder : IStreamDecoder
{
    private readonly ContentBlocks _blocks = new();
    private TextScratch _text;
    private TextScratch _id;
    private MessagesUsage _usage;
    private bool _started;

    /// <inheritdoc/>
    public bool IsComplete { get; private set; }

    /// <inheritdoc/>
    public void Decode(in SseFrame frame, IEventSink sink)
    {
        if (!frame.HasData) return;
        MessagesFrame message;
        try
        {
            message = MessagesFrame.Read(frame.Data);
        }
        catch (JsonException)
        {
            OnMalformed(sink);
            return;
        }

        // The name of the event repeats the type; compatible servers leave one or the other out.
        var type = message.Type.IsString ? message.Type.RawText(frame.Data) : frame.Event;
        if (type.SequenceEqual("content_block_delta"u8)) OnDelta(frame.Data, message, sink);
        else if (type.SequenceEqual("content_block_start"u8)) OnBlockStart(frame.Data, message, sink);
        else if (type.SequenceEqual("content_block_stop"u8)) OnBlockStop(message.Index, sink);
        else if (type.SequenceEqual("message_start"u8)) OnStart(frame.Data, message.Part, sink);
        else if (type.SequenceEqual("message_delta"u8)) OnMessageDelta(frame.Data, message, sink);
        else if (type.SequenceEqual("message_stop"u8)) OnEnd(sink);
        else if (type.SequenceEqual("ping"u8)) sink.OnEvent(new LlmEvent(LlmEventKind.Ping));
        else if (type.SequenceEqual("error"u8)) OnError(frame.Data, message.Part, sink);
        else sink.OnEvent(new LlmEvent(LlmEventKind.Other));
    }

    private void OnStart(ReadOnlySpan<byte> data, in MessagesPart part, IEventSink sink)
    {
        if (_started)
        {
            sink.OnEvent(new LlmEvent(LlmEventKind.Other));
            return;
        }

        _started = true;
        sink.OnEvent(new LlmEvent(LlmEventKind.Start) { Id = _id.Text(data, part.Id), Name = _text.Text(data, part.Name) });
        sink.OnEvent(new LlmEvent(LlmEventKind.Role));
        OnUsage(part.Usage, sink);
    }

    private void OnBlockStart(ReadOnlySpan<byte> data, in MessagesFrame frame, IEventSink sink)
    {
        ref readonly var part = ref frame.Part;
        var type = part.Type.RawText(data);
        var isTool = type.SequenceEqual("tool_use"u8);
        if (!_blocks.TryBegin(frame.Index, isTool)) OnMalformed(sink);
        else if (isTool) OnToolStart(data, frame, sink);
        else if (type.SequenceEqual("text"u8)) Emit(LlmEventKind.Text, data, part.Text, sink);
        else if (type.SequenceEqual("redacted_thinking"u8)) Emit(LlmEventKind.ReasoningRedacted, data, part.Data, sink);
        else if (type.SequenceEqual("thinking"u8)) OnThinkingStart(data, part, sink);
        else sink.OnEvent(new LlmEvent(LlmEventKind.Other));
    }

    private void OnThinkingStart(ReadOnlySpan<byte> data, in MessagesPart part, IEventSink sink)
    {
        Emit(LlmEventKind.Reasoning, data, part.Thinking, sink);
        Emit(LlmEventKind.ReasoningSignature, data, part.Signature, sink);
    }

    private void OnToolStart(ReadOnlySpan<byte> data, in MessagesFrame frame, IEventSink sink)
    {
        ref readonly var part = ref frame.Part;
        var tool = _blocks.ToolOf(frame.Index);
        sink.OnEvent(new LlmEvent(LlmEventKind.ToolCall)
        {
            Index = tool,
            Id = _id.Text(data, part.Id),
            Name = _text.Text(data, part.Name),
        });

        // Anthropic starts with {} and streams the arguments; some compatible servers send all of them here.
        var input = data[part.Input.Range];
        if (input.Length <= 2 || input[0] is not (byte)'{' || input[1..^1].Trim(" \t\r\n"u8).IsEmpty) return;
        _blocks.HasArguments(frame.Index) = _blocks.IsWhole(frame.Index) = true;
        sink.OnEvent(new LlmEvent(LlmEventKind.ToolArguments) { Index = tool, Text = input });
    }

    private void OnDelta(ReadOnlySpan<byte> data, in MessagesFrame frame, IEventSink sink)
    {
        ref readonly var part = ref frame.Part;
        var type = part.Type.RawText(data);
        if (type.SequenceEqual("text_delta"u8)) Emit(LlmEventKind.Text, data, part.Text, sink);
        else if (type.SequenceEqual("input_json_delta"u8)) OnArguments(data, frame, sink);
        else if (type.SequenceEqual("thinking_delta"u8)) Emit(LlmEventKind.Reasoning, data, part.Thinking, sink);
        else if (type.SequenceEqual("signature_delta"u8)) Emit(LlmEventKind.ReasoningSignature, data, part.Signature, sink);
        else sink.OnEvent(new LlmEvent(LlmEventKind.Other));
    }

    private void OnArguments(ReadOnlySpan<byte> data, in MessagesFrame frame, IEventSink sink)
    {
        var tool = _blocks.ToolOf(frame.Index);
        if (tool < 0 || _blocks.IsWhole(frame.Index))
        {
            sink.OnEvent(new LlmEvent(LlmEventKind.Other));
            return;
        }

        if (!frame.Part.PartialJson.HasText) return;
        _blocks.HasArguments(frame.Index) = true;
        Emit(LlmEventKind.ToolArguments, data, frame.Part.PartialJson, sink, tool);
    }

    private void OnBlockStop(int index, IEventSink sink)
    {
        var tool = _blocks.ToolOf(index);
        if (tool >= 0 && !_blocks.HasArguments(index))
            sink.OnEvent(new LlmEvent(LlmEventKind.ToolArguments) { Index = tool, Text = "{}"u8 });
        _blocks.End(index);
    }

    private void OnMessageDelta(ReadOnlySpan<byte> data, in MessagesFrame frame, IEventSink sink)
    {
        var finish = StopReasons.ToFinish(frame.Part.StopReason.RawText(data));
        if (finish is FinishReason.ContentFilter) Emit(LlmEventKind.Refusal, data, frame.Part.Explanation, sink);
        if (finish is not FinishReason.None) sink.OnEvent(new LlmEvent(LlmEventKind.Finish) { Finish = finish });
        OnUsage(frame.Usage, sink);
    }

    private void OnUsage(in MessagesUsage report, IEventSink sink)
    {
        if (report == default) return;
        _usage = _usage.Then(report);
        sink.OnEvent(new LlmEvent(LlmEventKind.Usage) { Usage = _usage.ToTokenUsage() });
    }

    private void OnError(ReadOnlySpan<byte> data, in MessagesPart part, IEventSink sink) =>
        sink.OnEvent(new LlmEvent(LlmEventKind.Error)
        {
            Name = part.Type.HasText ? _id.Text(data, part.Type) : "api_error"u8,
            Text = _text.Text(data, part.Message),
            Source = part.Message.IsString ? part.Message.Range : default,
        });

    private void OnEnd(IEventSink sink)
    {
        IsComplete = true;
        sink.OnEvent(new LlmEvent(LlmEventKind.End));
    }

    private void Emit(LlmEventKind kind, ReadOnlySpan<byte> data, JsonToken text, IEventSink sink, int index = 0)
    {
        if (!text.HasText) return;
        sink.OnEvent(new LlmEvent(kind) { Index = index, Text = _text.Text(data, text), Source = text.Range });
    }

    private static void OnMalformed(IEventSink sink) =>
        sink.OnEvent(new LlmEvent(LlmEventKind.Error)
        {
            Name = "malformed_stream"u8,
            Text = "The provider sent an event that is not one of the Messages API."u8,
        });
}
