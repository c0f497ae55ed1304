using LlmProxy.Core.Json;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Shows the texts of a frame to their guards, and notes what becomes of them.</summary>
internal sealed class FrameJudge : IDisposable
{
    /// <summary>Most names of tools that are known of one answer.</summary>
    private const int MaxNames = 1024;

    private readonly AnswerProtocol _protocol;
    private readonly IOutputGuards _guards;
    private readonly AnswerChannels _channels;
    private readonly AnswerPlaces _places;
    private readonly FrameResults _results;
    private readonly WholeTexts _wholes;
    private readonly HashSet<(int Group, ulong Name)> _names = [];
    private readonly bool _leavesOutRepetitions;

    /// <param name="protocol">The provider's protocol.</param>
    /// <param name="guards">The guards.</param>
    /// <param name="channels">The texts that come in pieces.</param>
    /// <param name="places">Where the frame's texts stand.</param>
    /// <param name="results">Takes what becomes of them.</param>
    public FrameJudge(AnswerProtocol protocol, IOutputGuards guards, AnswerChannels channels, AnswerPlaces places, FrameResults results)
    {
        _protocol = protocol;
        _guards = guards;
        _channels = channels;
        _places = places;
        _results = results;
        _wholes = new WholeTexts(protocol, guards);
        _leavesOutRepetitions = guards.ChangesText;
    }

    /// <summary>What the frame has let go of the blocks before its own, among the results' texts; <c>null</c>: it has no piece of such a text.</summary>
    public Range? Earlier { get; private set; }

    /// <summary>The number of the place in which a guard has blocked; -1: none has.</summary>
    public int BlockedAt { get; private set; } = -1;

    /// <summary>Whether the frame said nothing but its deltas, and nothing is left of these.</summary>
    public bool IsEmptied
    {
        get
        {
            if (_places.HasOther)
                return false;
            var hasDelta = false;
            for (var i = 0; i < _results.Count; i++)
            {
                hasDelta = hasDelta || _results.IsText(i);
                if (_results.IsText(i) && _results.TextOf(i).Length > 0)
                    return false;
            }

            return hasDelta;
        }
    }


    /// <summary>Judges a frame; what becomes of it is in the results.</summary>
    public void Judge(in SseFrame frame, JsonValue root)
    {
        _results.Clear();
        Earlier = null;
        for (var i = 0; i < _places.Items.Count; i++)
            JudgePlace(frame, root, i);
        EndChannels();
    }

    /// <summary>Choices end because a guard ended them, whatever the provider says.</summary>
    public void DropFinishReasons()
    {
        for (var i = _places.Items.Count - 1; i >= 0; i--)
        {
            var place = _places.Items[i];
            if (place.Role != AnswerPlaceRole.FinishReason)
                continue;
            _results.Put(place.Start, place.End, "null"u8);
            _places.Items.RemoveAt(i);
        }
    }

    public void Dispose() => _wholes.Dispose();

    private void JudgePlace(in SseFrame frame, JsonValue root, int number)
    {
        var place = _places.Items[number];
        switch (place.Role)
        {
            case AnswerPlaceRole.Repetition when _leavesOutRepetitions:
                _results.Put(place.Start, place.End, frame.Data[place.Start] == '[' ? "[]"u8 : "null"u8);
                break;
            case AnswerPlaceRole.Repetition or AnswerPlaceRole.FinishReason:
                break;
            case var _ when BlockedAt >= 0:
                LeaveOut(place);
                break;
            case AnswerPlaceRole.Delta:
                JudgeDelta(frame, root, place, number);
                break;
            default:
                if (_wholes.Judge(frame.Data, place, IsRepeat(place), _results))
                    BlockedAt = number;
                break;
        }
    }

    private void JudgeDelta(in SseFrame frame, JsonValue root, in AnswerPlace place, int number)
    {
        var channel = _channels.Of(place);
        if (channel.Owner != place.Owner && place.Owner != 0)
            channel = ChangeOwner(channel, place, number);
        if (BlockedAt >= 0)
        {
            LeaveOut(place);
            return;
        }

        var text = _channels.TextOf(frame.Data, place);
        var start = _results.Texts.Length;
        _guards.Enter(channel.AddressIn(_protocol));
        channel.Pass.Feed(text, _results.Texts);
        if (channel.Blocks.Count > 0)
            start = SkipEarlier(channel, start);
        var result = _results.Texts.WrittenSpan[start..];
        channel.LastResult = _results.Add(place, start, result.SequenceEqual(text));
        if (channel.Pass.IsBlocked)
            BlockedAt = number;
        if (channel.Template.IsEmpty && (channel.Pass.Holds || channel.Pass.IsBlocked))
            channel.Template.Set(frame, root, place);
    }

    /// <summary>What goes out now of blocks before is none of this frame's.</summary>
    /// <returns>Where the frame's own text begins.</returns>
    private int SkipEarlier(AnswerChannel channel, int start)
    {
        var cuts = channel.Pass.Cuts;
        var own = cuts.Length < channel.Blocks.Count ? _results.Texts.Length : cuts[^1];
        Earlier = start..own;
        return own;
    }

    /// <summary>Another call begins under the number of one that has its own place in this frame: that one is over.</summary>
    private AnswerChannel ChangeOwner(AnswerChannel channel, in AnswerPlace place, int number)
    {
        if (channel.Owner != 0)
        {
            var start = _results.Texts.Length;
            _guards.Enter(channel.AddressIn(_protocol));
            channel.Pass.Finish(_results.Texts);
            _results.Extend(channel.LastResult, start);
            if (channel.Pass.IsBlocked)
            {
                BlockedAt = number;
                return channel;
            }

            _channels.Remove(channel);
            channel = _channels.Of(place);
        }

        channel.Owner = place.Owner;
        return channel;
    }

    /// <summary>What is held of texts that are over with the frame goes out in their last piece.</summary>
    private void EndChannels()
    {
        for (var i = 0; i < _channels.Count; i++)
        {
            var channel = _channels[i];
            var result = channel.LastResult;
            if (result < 0)
                continue;
            var isOver = BlockedAt < 0 && _places.Ended(channel.Key);
            if (isOver)
            {
                var start = _results.Texts.Length;
                _guards.Enter(channel.AddressIn(_protocol));
                channel.Pass.Finish(_results.Texts);
                _results.Extend(result, start);
                if (channel.Pass.IsBlocked)
                    BlockedAt = _places.IndexOf(channel.Key);
            }

            _channels.Deliver(channel, _results.TextOf(result));
            channel.LastResult = -1;
            if (isOver && BlockedAt < 0)
                _channels.RemoveAt(i--);
        }
    }

    /// <summary>Events of the Responses API repeat a part when it is done, and all parts at the end.</summary>
    private bool IsRepeat(in AnswerPlace place) =>
        _protocol == AnswerProtocol.Responses && (place.Owner != 0 ? IsKnownName(place) : place.Kind != TextKind.Other && _channels.HasBegun(place));

    /// <summary>Whether the item has been called that before. Beyond the most names that are kept a repetition is told again.</summary>
    private bool IsKnownName(in AnswerPlace place)
    {
        var name = (place.Channel.Group, place.Owner);
        return _names.Contains(name) || (_names.Count < MaxNames && !_names.Add(name));
    }

    private void LeaveOut(in AnswerPlace place)
    {
        if (place.Role == AnswerPlaceRole.Value)
            _results.Put(place.Start, place.End, "{}"u8);
        else
            _results.Add(place, _results.Texts.Length, isSame: false);
    }
}
