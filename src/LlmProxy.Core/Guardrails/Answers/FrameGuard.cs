using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Lets a stream pass under the guards of its answer, in the provider's own protocol: what no guard changes goes out byte for byte.</summary>
/// <remarks>
/// <para>
/// Each text that comes in pieces has its own guards. What they hold at the end of a frame goes out with the next piece of that text, or in
/// an extra frame before the text is over, or when its time is up (<see cref="SpanRule.Release"/>), in which a piece's own frame is the pattern. A frame of which nothing is left is not sent. What
/// says a text once more as a whole is judged anew, with the same result, since that does not depend on how a text is cut.
/// </para>
/// <para>
/// Where a guard blocks, what came before the finding goes out, then the message that is configured, then the protocol's own end. A
/// stream that cannot be understood does not pass: <see cref="InvalidDataException"/>.
/// </para>
/// <para>One instance serves one stream and one thread. A clean frame allocates nothing, but for the first ones of a text.</para>
/// </remarks>
public sealed class FrameGuard : IDisposable
{
    private readonly AnswerProtocol _protocol;
    private readonly IOutputGuards _guards;
    private readonly AnswerChannels _channels;
    private readonly FrameJudge _judge;
    private readonly AnswerEnd _end;
    private readonly AnswerPlaces _places = new();
    private readonly FrameResults _results = new();
    private readonly PooledBuffer _scratch = new();
    private readonly EventNumbers _numbers = new();
    private bool _isDropped;

    /// <param name="protocol">The provider's protocol.</param>
    /// <param name="guards">The guards.</param>
    /// <param name="maxKeptBytes">
    /// The most bytes of an answer that are kept to end it well where a guard blocks, which the Responses API alone asks for; beyond that its
    /// last event has an empty output.
    /// </param>
    public FrameGuard(AnswerProtocol protocol, IOutputGuards guards, long maxKeptBytes)
    {
        ArgumentNullException.ThrowIfNull(guards);
        _protocol = protocol;
        _guards = guards;
        _end = AnswerEnd.Create(protocol);
        _channels = new AnswerChannels(protocol, guards, _end.KeepsTexts, maxKeptBytes);
        _judge = new FrameJudge(protocol, guards, _channels, _places, _results);
    }

    /// <summary>Whether a guard has ended the answer: its end has gone out, and nothing may follow.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>When <see cref="Release"/> is due, a timestamp of the guards' clock; 0: nothing is held, or as long as it must be.</summary>
    public long ReleaseAt { get; private set; }

    /// <summary>Takes a frame of the provider, and appends what goes out in its place.</summary>
    /// <exception cref="InvalidDataException">It is none of the protocol's.</exception>
    public void Take(in SseFrame frame, PooledBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (IsBlocked)
            return;
        var data = frame.Data.Trim(" \t\r\n"u8);
        if (data.IsEmpty)
        {
            // The LF of a frame whose CR ended an earlier read goes where its frame went.
            if (!(frame.IsRestOfLineEnd && _isDropped))
                (frame.IsRestOfLineEnd ? Target(output) : output).Append(frame.Raw);
            return;
        }

        _isDropped = false;
        if (data.SequenceEqual("[DONE]"u8))
        {
            Finish(output);
            if (!IsBlocked)
                output.Append(frame.Raw);
            return;
        }

        if (!JsonValue.TryParseObject(frame.Data, out var root))
            throw new InvalidDataException("An event of the provider is no JSON object, and cannot be judged.");
        TakeEvent(frame, root, output);
        NoteRelease();
    }

    /// <summary>Time has passed: appends what guards may hold no longer, each text in a frame of its own.</summary>
    /// <param name="now">The timestamp of the guards' clock.</param>
    /// <param name="output">Takes the frames.</param>
    public void Release(long now, PooledBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        for (var i = 0; i < _channels.Count && !IsBlocked; i++)
        {
            var pass = _channels[i].Pass;
            if (pass.ReleaseAt == 0 || pass.ReleaseAt > now)
                continue;
            _scratch.Release();
            _guards.Enter(_channels[i].AddressIn(_protocol));
            pass.Release(now, _scratch);
            PutHeld(_channels[i], output);
        }

        NoteRelease();
    }

    /// <summary>The provider's body has ended: appends what is left of its texts.</summary>
    public void Finish(PooledBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (IsBlocked)
            return;
        _places.Clear();
        _places.Ends.Add(default);
        FlushEnded(output);
        NoteRelease();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channels.Dispose();
        _judge.Dispose();
        _end.Dispose();
        _results.Dispose();
        _scratch.Dispose();
    }

    private void TakeEvent(in SseFrame frame, JsonValue root, PooledBuffer output)
    {
        _places.Read(root, _protocol);
        FlushEnded(output);
        FlushReplaced(output);
        if (IsBlocked)
            return;
        _judge.Judge(frame, root);
        if (!PutEarlier(output))
            return;
        _numbers.Renumber(frame.Data, _places.SequenceNumber, _results);
        if (_judge.BlockedAt >= 0)
        {
            Block(frame, root, output);
        }
        else if (_judge.IsEmptied)
        {
            _isDropped = true;
            _numbers.Dropped();
        }
        else
        {
            Send(frame, root, Target(output));
            BoundBlocks(output);
        }
    }

    /// <summary>Where the frame goes: behind those that wait for the text before them. What is of no block waits for nothing.</summary>
    private PooledBuffer Target(PooledBuffer output) =>
        _places.Group >= 0 && _channels.Joined is { Blocks: { Count: > 0 } blocks } ? blocks.Frames : output;

    private void BoundBlocks(PooledBuffer output)
    {
        if (_channels.Joined is not { Blocks: { Count: > 0, IsFull: true } } joined)
            return;
        Flush(joined, output);
        if (!IsBlocked)
            _channels.Remove(joined);
    }

    /// <summary>What the frame has let go of blocks before its own goes out before it; <c>false</c>: the answer has ended there.</summary>
    private bool PutEarlier(PooledBuffer output)
    {
        if (_channels.Joined is not { Blocks.Count: > 0 } joined)
            return true;
        if (_judge.Earlier is { } earlier)
            PutBlocks(joined, _results.Texts.WrittenSpan[earlier], earlier.Start.Value, output);
        if (joined is { Pass.IsBlocked: true, Blocks.Count: > 0 })
            EndIn(joined, output);
        else if (_judge.BlockedAt >= 0 && !joined.Pass.IsBlocked)
            Flush(joined, output);
        return !IsBlocked;
    }

    /// <summary>Puts text of blocks that are over out, and the frames behind those of which nothing is held any more.</summary>
    /// <param name="channel">Their text.</param>
    /// <param name="text">What has been let go of.</param>
    /// <param name="start">The length that the output of the guards had before.</param>
    /// <param name="output">Takes it.</param>
    /// <returns>Where in the text begins what is of the open block.</returns>
    private int PutBlocks(AnswerChannel channel, ReadOnlySpan<byte> text, int start, PooledBuffer output)
    {
        var from = 0;
        foreach (var cut in channel.Pass.Cuts)
        {
            if (channel.Blocks.Count == 0)
                return from;
            Put(channel.Blocks.First.Template, text[from..(cut - start)], output);
            channel.Blocks.Release(output);
            from = cut - start;
        }

        if (channel.Blocks.Count == 0)
            return from;
        Put(channel.Blocks.First.Template, text[from..], output);
        return text.Length;
    }

    private void Put(FrameTemplate template, ReadOnlySpan<byte> text, PooledBuffer output)
    {
        if (text.Length > 0)
            template.Write(text, _numbers.Insert(), output);
    }

    /// <summary>A guard has ended the answer in the first of the blocks that are held.</summary>
    private void EndIn(AnswerChannel channel, PooledBuffer output)
    {
        var block = channel.Blocks.First;
        _end.Reopen(block.Place.Channel.Group);
        End(default, block.Place.Channel.Group, block.Place.Kind, channel, output);
    }

    /// <summary>What is held of texts that are over, and of which the frame has no piece, goes out before the frame.</summary>
    private void FlushEnded(PooledBuffer output)
    {
        if (_places.Block is BlockEvent.TextStart or BlockEvent.OtherStart)
            BeginBlock(output);
        if (_places.Ends.Count == 0)
            return;
        for (var i = 0; i < _channels.Count && !IsBlocked; i++)
        {
            var channel = _channels[i];
            if (StopBlock(channel, output))
                continue;
            if (!_places.Ended(channel.Key) || _places.Has(channel.Key))
                continue;
            Flush(channel, output);
            if (!IsBlocked)
                _channels.RemoveAt(i--);
        }
    }

    /// <summary>A text goes on in a text block that follows its own, and in no other.</summary>
    private void BeginBlock(PooledBuffer output)
    {
        var isText = _places.Block == BlockEvent.TextStart;
        _channels.OtherBlock = isText ? -1 : _places.Group;
        if (isText || _channels.Joined is not { } joined)
            return;
        Flush(joined, output);
        if (!IsBlocked)
            _channels.Remove(joined);
    }

    /// <summary>A block of a text that may go on is over; <c>false</c>: it is none, or the text is over with it.</summary>
    private bool StopBlock(AnswerChannel channel, PooledBuffer output)
    {
        if (channel.Part is null || _places.Block != BlockEvent.Stop)
            return false;
        if (channel.Key.Group != _places.Group || channel.IsStopped)
            return true;
        if (channel.Part == AnswerChannel.MaxParts - 1)
            return false;
        _scratch.Release();
        _guards.Enter(channel.AddressIn(_protocol));
        channel.Pass.EndPart(_scratch);
        PutHeld(channel, output);
        if (channel.Pass.OpenParts > channel.Blocks.Count)
            channel.HoldBlock();
        channel.IsStopped = true;
        return true;
    }

    /// <summary>Where a call follows another under the same number, the first one is over.</summary>
    private void FlushReplaced(PooledBuffer output)
    {
        for (var i = 0; i < _places.Items.Count && !IsBlocked; i++)
        {
            var place = _places.Items[i];
            if (place.Owner == 0 || place.Role != AnswerPlaceRole.Delta || _places.FirstOf(place.Channel) != i)
                continue;
            if (_channels.Find(place.Channel) is not { } channel || channel.Owner == 0 || channel.Owner == place.Owner)
                continue;
            Flush(channel, output);
            _channels.Remove(channel);
        }
    }

    private void Flush(AnswerChannel channel, PooledBuffer output)
    {
        _scratch.Release();
        _guards.Enter(channel.AddressIn(_protocol));
        channel.Pass.Finish(_scratch);
        PutHeld(channel, output);
    }

    /// <summary>What a text has let go of without a piece of the provider's goes out in a frame that is made for it.</summary>
    private void PutHeld(AnswerChannel channel, PooledBuffer output)
    {
        var text = _scratch.WrittenSpan[PutBlocks(channel, _scratch.WrittenSpan, 0, output)..];
        Put(channel.Template, text, output);
        _channels.Deliver(channel, text);
        if (!channel.Pass.IsBlocked)
            return;
        if (channel.Blocks.Count > 0)
        {
            EndIn(channel, output);
            return;
        }

        _scratch.Release();
        channel.Template.WriteJson(default, 0, _scratch);
        End(_scratch.WrittenSpan, channel.Key.Group, channel.Kind, channel, output);
    }

    private void NoteRelease()
    {
        ReleaseAt = 0;
        for (var i = 0; _guards.Releases && !IsBlocked && i < _channels.Count; i++)
        {
            var at = _channels[i].Pass.ReleaseAt;
            if (at != 0 && (ReleaseAt == 0 || at < ReleaseAt))
                ReleaseAt = at;
        }
    }

    private void Send(in SseFrame frame, JsonValue root, PooledBuffer output)
    {
        var start = output.Length;
        _results.Write(frame, output);
        _numbers.Sent();
        _end.Watch(_places, root, output.WrittenSpan[start..], _channels);
    }

    private void Block(in SseFrame frame, JsonValue root, PooledBuffer output)
    {
        var blocked = _places.Items[_judge.BlockedAt];
        var channel = blocked.Role == AnswerPlaceRole.Delta ? _channels.Find(blocked.Channel) : null;
        if (_end.SendsBlocked(_places, blocked))
        {
            _judge.DropFinishReasons();
            if (!_judge.IsEmptied)
                Send(frame, root, output);
        }

        End(root.Bytes, blocked.Channel.Group, blocked.Kind, channel, output);
    }

    private void End(ReadOnlySpan<byte> json, int group, TextKind kind, AnswerChannel? channel, PooledBuffer output)
    {
        IsBlocked = true;
        _end.Write(new BlockedAnswer(json, group, kind, channel, _guards.BlockMessage.Span), _channels, _numbers, output);
    }
}
