using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Ends a stream properly in its protocol where a guard has blocked it; until then it watches what goes out.</summary>
internal abstract class AnswerEnd : IDisposable
{
    /// <summary>Whether the texts that went out must be kept, since the end repeats them.</summary>
    public virtual bool KeepsTexts => false;

    /// <summary>The end of a stream of this protocol.</summary>
    public static AnswerEnd Create(AnswerProtocol protocol) => protocol switch
    {
        AnswerProtocol.Responses => new ResponsesEnd(),
        AnswerProtocol.Messages => new MessagesEnd(),
        _ => new ChunkEnd(isChat: protocol == AnswerProtocol.Chat),
    };

    /// <summary>Whether the frame in which a guard has blocked goes out, cut off before the finding.</summary>
    public virtual bool SendsBlocked(AnswerPlaces places, in AnswerPlace blocked) => blocked.Role == AnswerPlaceRole.Delta;

    /// <summary>A frame has gone out.</summary>
    /// <param name="places">What it held as the provider sent it.</param>
    /// <param name="root">That.</param>
    /// <param name="sent">What went out, as an event.</param>
    /// <param name="channels">The texts that are not over.</param>
    public abstract void Watch(AnswerPlaces places, JsonValue root, ReadOnlySpan<byte> sent, AnswerChannels channels);

    /// <summary>The answer ends in an earlier block than the last one that was watched: the frames behind it do not go out.</summary>
    public virtual void Reopen(int group)
    {
    }

    /// <summary>Appends the end.</summary>
    public abstract void Write(in BlockedAnswer blocked, AnswerChannels channels, EventNumbers numbers, PooledBuffer output);

    /// <inheritdoc/>
    public void Dispose() => Release();

    /// <summary>Lets go of what is kept.</summary>
    protected virtual void Release()
    {
    }
}
