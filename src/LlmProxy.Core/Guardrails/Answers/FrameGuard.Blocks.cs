using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails.Answers;

/// <content>Text that goes on over neighbouring blocks: while any of it is held, the frames behind it wait.</content>
public sealed partial class FrameGuard
{
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
}
