using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>The texts of one stream that come in pieces and are not over.</summary>
internal sealed class AnswerChannels(AnswerProtocol protocol, IOutputGuards guards, bool keepsTexts, long maxKeptBytes, Func<long, bool>? mayKeep) : IDisposable
{
    /// <summary>Most texts at once; OpenAI allows 128 choices, and 128 calls. A stream with more cannot be judged.</summary>
    private const int MaxOpen = 1024;

    /// <summary>Most texts of which it is known that a piece has come; beyond it a repetition is taken for a text of its own, and told twice.</summary>
    private const int MaxBegun = 4096;

    private readonly List<AnswerChannel> _open = [];
    private readonly PooledBuffer _text = new();
    private readonly HashSet<(int Group, int Part, TextKind Kind)> _begun = [];
    private long _kept;

    /// <summary>How many there are.</summary>
    public int Count => _open.Count;

    /// <summary>The block that is open and no text, whatever its pieces are called; -1: none is.</summary>
    public int OtherBlock { get; set; } = -1;

    /// <summary>The text that goes on over neighbouring blocks, if there is one.</summary>
    public AnswerChannel? Joined { get; private set; }

    /// <summary>Whether more of the answer has gone out than may be kept.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>One of them.</summary>
    public AnswerChannel this[int number] => _open[number];

    /// <summary>Whether pieces of a text of this kind have come for the same part of the item; what stands in no part counts as of the first.</summary>
    public bool HasBegun(in AnswerPlace place) => _begun.Contains((place.Channel.Group, place.Channel.Part, place.Kind));

    /// <summary>The text that a piece belongs to, if there is one already.</summary>
    public AnswerChannel? Find(ChannelKey key)
    {
        foreach (var channel in _open)
        {
            if (channel.Key == key)
                return channel;
        }

        return null;
    }

    /// <summary>The text that a piece belongs to.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public AnswerChannel Of(AnswerPlace place)
    {
        if (Find(place.Channel) is { } found)
            return found;
        place = place with { Run = JoinsBlocks(place) ? 1 : 0 };
        if (place.Run > 0 && Joined is { IsStopped: true } joined)
        {
            joined.MoveTo(place);
            return joined;
        }

        if (_open.Count == MaxOpen)
            throw new InvalidDataException($"The answer has more than {MaxOpen} texts at once, the most that are judged.");
        if (_begun.Count < MaxBegun)
            _begun.Add((place.Channel.Group, place.Channel.Part, place.Kind));
        var pass = new GuardedPass(guards, place.Kind, place.Form, isRepeat: false, isParted: place.Run > 0);
        var channel = new AnswerChannel(place, pass, keepsTexts ? new PooledBuffer() : null) { Owner = place.Owner };
        _open.Add(channel);
        if (place.Run > 0)
            Joined = channel;
        return channel;
    }

    /// <summary>What a piece says, its escapes resolved; valid until the next is asked for.</summary>
    public ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> data, in AnswerPlace place)
    {
        _text.Release();
        return new JsonValue(data, place.Start, place.End - place.Start).GetText(_text);
    }

    /// <summary>Notes what has gone out of a text, where that will be asked for.</summary>
    public void Deliver(AnswerChannel channel, ReadOnlySpan<byte> text)
    {
        if (channel.Delivered is not null && Keep(text.Length))
            channel.Delivered.Append(text);
    }

    /// <summary>Counts bytes that are kept of the answer; <c>false</c>: there is no more room.</summary>
    public bool Keep(int bytes)
    {
        _kept += bytes;
        IsTooLong = IsTooLong || _kept > maxKeptBytes || mayKeep?.Invoke(_kept) == false;
        return !IsTooLong;
    }

    /// <summary>A text is over.</summary>
    public void RemoveAt(int number)
    {
        _kept -= _open[number].Delivered?.Length ?? 0;
        if (_open[number] == Joined)
            Joined = null;
        _open[number].Dispose();
        _open.RemoveAt(number);
    }

    /// <summary>A text is over.</summary>
    public void Remove(AnswerChannel channel) => RemoveAt(_open.IndexOf(channel));

    /// <summary>One such text at a time: blocks of it follow each other.</summary>
    private bool JoinsBlocks(in AnswerPlace place) =>
        protocol == AnswerProtocol.Messages && place.Kind == TextKind.Assistant && place.Channel.Path == MessagesPlaces.TextPath
        && place.Channel.Group != OtherBlock && Joined is not { IsStopped: false };

    public void Dispose()
    {
        foreach (var channel in _open)
            channel.Dispose();
        _open.Clear();
        _text.Dispose();
    }
}
