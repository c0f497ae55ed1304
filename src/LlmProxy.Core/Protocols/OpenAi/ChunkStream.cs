using LlmProxy.Core.Events;
using LlmProxy.Core.Json;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>What the streams of chat and of legacy completions have in common: all but the inside of a choice.</summary>
internal sealed class ChunkStream
{
    private bool _hasStarted;
    private bool _hasFailed;
    private bool _isDone;
    private IndexSet _seen;
    private IndexSet _finished;

    public EventScratch Scratch { get; } = new();

    /// <summary>Whether the last frame was a usage report and nothing besides.</summary>
    public bool IsUsageOnly { get; private set; }

    /// <summary>Whether the end was seen: <c>[DONE]</c>, or, for providers that send none, every choice's finish.</summary>
    public bool IsComplete => _isDone || (!_hasFailed && !_finished.IsEmpty && _seen.IsSubsetOf(_finished));

    /// <summary>Takes a frame and tells what comes before its choices.</summary>
    /// <returns>Whether the frame is a chunk, whose choices come next, and then <see cref="End"/>.</returns>
    public bool Begin(in SseFrame frame, IEventSink sink, out Chunk chunk)
    {
        IsUsageOnly = false;
        chunk = default;
        if (!frame.HasData)
        {
            return false;
        }

        var data = frame.Data.Trim(" \t\r\n"u8);
        if (data.IsEmpty || data.SequenceEqual("[DONE]"u8))
        {
            sink.OnEvent(new LlmEvent(data.IsEmpty ? LlmEventKind.Ping : LlmEventKind.End));
            _isDone |= !data.IsEmpty;
            return false;
        }

        if (!JsonValue.TryParseObject(frame.Data, out var root))
        {
            _hasFailed = true;
            ChunkError.TellMalformed(sink);
            return false;
        }

        chunk = Chunk.Read(root);
        IsUsageOnly = chunk.IsUsageOnly;
        if (!chunk.Error.HasContent && (chunk.IsFlatError || frame.Event.SequenceEqual("error"u8)))
        {
            chunk.Error = root;
        }

        TellStart(chunk, sink);
        return true;
    }

    /// <summary>Notes that a choice is there, which will have to finish.</summary>
    public void Meet(int choice) => _seen.Add(choice);

    /// <summary>Tells why a choice ended, if it did; some providers say it in two chunks, the first is taken.</summary>
    public void Finish(int choice, JsonValue reason, IEventSink sink)
    {
        var finish = FinishReasons.Parse(reason);
        if (finish != FinishReason.None && _finished.Add(choice))
        {
            _seen.Add(choice);
            sink.OnEvent(new LlmEvent(LlmEventKind.Finish) { Choice = choice, Finish = finish });
        }
    }

    /// <summary>Tells an event with its text and the place of it, if there is any text.</summary>
    public void TellText(in LlmEvent told, JsonValue text, IEventSink sink) => Scratch.TellText(told, text, sink);

    /// <summary>Tells a usage report, if it is one.</summary>
    /// <param name="usage">The report.</param>
    /// <param name="serviceTier">How the answer says it was served, where it does.</param>
    /// <param name="sink">Takes the event.</param>
    public static void TellUsage(JsonValue usage, JsonValue serviceTier, IEventSink sink)
    {
        if (usage.IsObject)
        {
            var report = UsageReader.Read(usage);
            if (serviceTier.IsString)
            {
                report = report with { ServiceTier = ServiceTiers.Parse(serviceTier.Bytes[1..^1]) };
            }

            sink.OnEvent(new LlmEvent(LlmEventKind.Usage) { Usage = report });
        }
    }

    /// <summary>Tells what comes after a chunk's choices.</summary>
    public void End(in Chunk chunk, IEventSink sink)
    {
        TellUsage(chunk.Usage, chunk.ServiceTier, sink);
        if (chunk.Error.HasContent)
        {
            _hasFailed = true;
            ChunkError.Read(chunk.Error).Tell(sink, Scratch.Name, Scratch.Text);
        }
    }

    /// <summary>The first chunk that names the answer or has a choice; Azure puts one with empty names before it.</summary>
    private void TellStart(in Chunk chunk, IEventSink sink)
    {
        if (_hasStarted || !(chunk.Id.HasContent || chunk.Model.HasContent || chunk.Choices.HasContent))
        {
            return;
        }

        _hasStarted = true;
        sink.OnEvent(new LlmEvent(LlmEventKind.Start)
        {
            Id = chunk.Id.GetText(Scratch.Id),
            Name = chunk.Model.GetText(Scratch.Name),
        });
    }
}
