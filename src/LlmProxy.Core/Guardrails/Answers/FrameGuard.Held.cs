using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails.Answers;

/// <content>What is held goes out in frames of its own, where the provider sends no more of its text.</content>
public sealed partial class FrameGuard
{
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
}
