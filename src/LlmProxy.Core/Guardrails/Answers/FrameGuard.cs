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
public sealed partial class FrameGuard : IDisposable
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
    /// <param name="mayKeep">Asked before more is kept, with the bytes that this makes in all: <c>false</c> has the same effect as the bound; <c>null</c>: the bound alone counts.</param>
    public FrameGuard(AnswerProtocol protocol, IOutputGuards guards, long maxKeptBytes, Func<long, bool>? mayKeep = null)
    {
        ArgumentNullException.ThrowIfNull(guards);
        _protocol = protocol;
        _guards = guards;
        _end = AnswerEnd.Create(protocol);
        _channels = new AnswerChannels(protocol, guards, _end.KeepsTexts, maxKeptBytes, mayKeep);
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
