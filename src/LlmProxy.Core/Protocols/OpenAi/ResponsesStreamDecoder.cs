using LlmProxy.Core.Events;
using LlmProxy.Core.Json;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>Reads the stream of <c>/v1/responses</c>.</summary>
/// <remarks>
/// <para>
/// A frame is checked as a whole before anything is told. All text belongs to choice 0. Calls are numbered from 0 as
/// they appear, and <see cref="LlmEvent.Id"/> is the <c>call_id</c> that a tool's result has to name. Arguments that
/// came in no delta are told whole when the call is done.
/// </para>
/// <para>
/// The last event tells usage, then the error if the response failed and none was told, then finish, then end.
/// The <c>[DONE]</c> that OpenRouter adds says nothing: without the last event the stream was cut.
/// </para>
/// <para>One instance serves one stream, and is not safe for use by two threads at once.</para>
/// </remarks>
public sealed class ResponsesStreamDecoder : IStreamDecoder
{
    private readonly EventScratch _scratch = new();
    private readonly ToolCallIndexes _calls = new();
    private IndexSet _withArguments;
    private bool _hasStarted;
    private bool _hasRole;
    private bool _hasFailed;

    /// <inheritdoc/>
    /// <remarks>That is <c>response.completed</c>, <c>.incomplete</c>, <c>.failed</c> or <c>.cancelled</c>.</remarks>
    public bool IsComplete { get; private set; }

    /// <summary>
    /// Whether the last frame had text of the answer at places that no event names: the events that end a part repeat
    /// all of it, the last event the whole answer. Replacing text at <see cref="LlmEvent.Source"/> leaves these.
    /// </summary>
    public bool LastFrameRepeatsText { get; private set; }

    /// <inheritdoc/>
    public void Decode(in SseFrame frame, IEventSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        LastFrameRepeatsText = false;
        var data = frame.Data.Trim(" \t\r\n"u8);
        if (!frame.HasData || data.SequenceEqual("[DONE]"u8))
        {
            return;
        }

        if (data.IsEmpty)
        {
            sink.OnEvent(new LlmEvent(LlmEventKind.Ping));
            return;
        }

        if (!JsonValue.TryParseObject(frame.Data, out var root))
        {
            ChunkError.TellMalformed(sink);
            return;
        }

        try
        {
            Tell(ResponsesEvent.Read(root), root, sink);
        }
        finally
        {
            _scratch.Release();
        }
    }

    private static LlmEventKind KindOfDelta(JsonValue type) =>
        type.Is("response.output_text.delta"u8) ? LlmEventKind.Text
        : type.Is("response.function_call_arguments.delta"u8) ? LlmEventKind.ToolArguments
        : type.Is("response.reasoning_text.delta"u8) ? LlmEventKind.Reasoning
        : type.Is("response.reasoning_summary_text.delta"u8) ? LlmEventKind.Reasoning
        : type.Is("response.refusal.delta"u8) ? LlmEventKind.Refusal
        : type.Is("response.custom_tool_call_input.delta"u8) ? LlmEventKind.ToolArguments
        : LlmEventKind.Other;

    private void Tell(in ResponsesEvent read, JsonValue root, IEventSink sink)
    {
        LastFrameRepeatsText = read.HasLogProbabilities;
        if (read.Delta.IsString)
        {
            TellDelta(KindOfDelta(read.Type), read, sink);
        }
        else if (read.Type.Is("error"u8) || (!read.Type.HasContent && read.Error.HasContent))
        {
            TellError(read.Error.HasContent ? read.Error : root, sink);
        }
        else if (read.Response.IsObject)
        {
            TellResponse(read, sink);
        }
        else if (read.Type.Is("response.output_item.added"u8))
        {
            TellItem(read, sink);
        }
        else if (read.Type.IsString && read.Type.Bytes.EndsWith(".done\""u8))
        {
            LastFrameRepeatsText = true;
            TellMissingArguments(read, sink);
        }
    }

    private void TellDelta(LlmEventKind kind, in ResponsesEvent read, IEventSink sink)
    {
        if (kind == LlmEventKind.ToolArguments)
        {
            TellArguments(CallAt(read.OutputIndex, sink), read.Delta, sink);
        }
        else if (kind != LlmEventKind.Other)
        {
            _scratch.TellText(new LlmEvent(kind), read.Delta, sink);
        }
    }

    private void TellItem(in ResponsesEvent read, IEventSink sink)
    {
        var item = ResponsesItem.Read(read.Item);
        if (item.IsMessage && !_hasRole)
        {
            _hasRole = true;
            sink.OnEvent(new LlmEvent(LlmEventKind.Role));
        }
        else if (item.IsCall)
        {
            var id = item.CallId.GetText(_scratch.Id);
            var index = _calls.Add(choice: 0, read.OutputIndex, id);
            sink.OnEvent(new LlmEvent(LlmEventKind.ToolCall)
            {
                Index = index,
                Id = id,
                Name = item.Name.GetText(_scratch.Name),
            });
            TellArguments(index, item.Arguments, sink);
        }
    }

    private void TellMissingArguments(in ResponsesEvent read, IEventSink sink)
    {
        var item = ResponsesItem.Read(read.Item);
        var arguments = item.IsCall ? item.Arguments : read.Arguments;
        var index = _calls.NumberOf(choice: 0, read.OutputIndex);
        if (index is >= 0 and < IndexSet.Capacity && arguments.HasContent && _withArguments.Add(index))
        {
            _scratch.TellText(new LlmEvent(LlmEventKind.ToolArguments) { Index = index }, arguments, sink);
        }
    }

    private void TellArguments(int index, JsonValue arguments, IEventSink sink)
    {
        if (arguments.HasContent)
        {
            _withArguments.Add(index);
            _scratch.TellText(new LlmEvent(LlmEventKind.ToolArguments) { Index = index }, arguments, sink);
        }
    }

    private int CallAt(int outputIndex, IEventSink sink)
    {
        var index = _calls.Of(choice: 0, outputIndex, id: default, isNamed: false, out var isNew);
        if (isNew)
        {
            // A stream taken up again in the middle (starting_after) does not tell the call's beginning.
            sink.OnEvent(new LlmEvent(LlmEventKind.ToolCall) { Index = index });
        }

        return index;
    }

    private void TellResponse(in ResponsesEvent read, IEventSink sink)
    {
        var body = ResponsesBody.Read(read.Response);
        LastFrameRepeatsText |= body.HasOutput;
        if (!_hasStarted)
        {
            _hasStarted = true;
            sink.OnEvent(new LlmEvent(LlmEventKind.Start)
            {
                Id = body.Id.GetText(_scratch.Id),
                Name = body.Model.GetText(_scratch.Name),
            });
        }

        var finish = FinishOf(read.Type, body.Reason);
        if (finish == FinishReason.None)
        {
            return;
        }

        IsComplete = true;
        ChunkStream.TellUsage(body.Usage, body.ServiceTier, sink);
        if (!_hasFailed && (body.Error.HasContent || read.Type.Is("response.failed"u8)))
        {
            TellError(body.Error, sink);
        }

        sink.OnEvent(new LlmEvent(LlmEventKind.Finish) { Finish = finish });
        sink.OnEvent(new LlmEvent(LlmEventKind.End));
    }

    private FinishReason FinishOf(JsonValue type, JsonValue reason)
    {
        if (type.Is("response.completed"u8))
        {
            return _calls.IsEmpty ? FinishReason.Stop : FinishReason.ToolCalls;
        }

        if (type.Is("response.incomplete"u8))
        {
            return reason.Is("max_output_tokens"u8) ? FinishReason.Length
                : reason.Is("content_filter"u8) ? FinishReason.ContentFilter
                : FinishReason.Other;
        }

        return type.Is("response.failed"u8) || type.Is("response.cancelled"u8) ? FinishReason.Other : FinishReason.None;
    }

    private void TellError(JsonValue error, IEventSink sink)
    {
        // A failure without a reason is an error with neither name nor text.
        _hasFailed = true;
        ChunkError.Read(error).Tell(sink, _scratch.Name, _scratch.Text);
    }
}
