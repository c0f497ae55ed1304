using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>One text that a stream carries in pieces.</summary>
internal sealed class AnswerChannel(AnswerPlace place, GuardedPass pass, PooledBuffer? delivered) : IDisposable
{
    /// <summary>The most blocks that are judged as one text: 256. What stands behind them is another.</summary>
    public const int MaxParts = 256;

    /// <summary>Which text it is.</summary>
    public ChannelKey Key => Place.Channel;

    /// <summary>Whose.</summary>
    public TextKind Kind => Place.Kind;

    /// <summary>Where its first piece stood; of a text that goes on over neighbouring blocks the first in the last of these.</summary>
    public AnswerPlace Place { get; private set; } = place;

    /// <summary>Which block of those over which it goes on, from 0; <c>null</c>: it is of one.</summary>
    public int? Part { get; private set; } = place.Run > 0 ? 0 : null;

    /// <summary>Whether its block is over, behind which another may go on.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Blocks of it that are over and of which something is held.</summary>
    public HeldBlocks Blocks { get; } = new();

    /// <summary>Lets it pass.</summary>
    public GuardedPass Pass => pass;

    /// <summary>What has gone out of it; <c>null</c> where nobody will want to know.</summary>
    public PooledBuffer? Delivered => delivered;

    /// <summary>A frame to put text into that comes after the last one of the channel's own; made when text is first held.</summary>
    public FrameTemplate Template { get; private set; } = new();

    /// <summary>A hash of the id that its owner was told by; 0: none was.</summary>
    public ulong Owner { get; set; }

    /// <summary>The number of its last result within the frame; -1: it has none there.</summary>
    public int LastResult { get; set; } = -1;

    /// <summary>What the text is called in records.</summary>
    public AnswerAddress AddressIn(AnswerProtocol protocol) => Place.AddressIn(protocol) with { Part = Part };

    /// <summary>Its block is over, and not all of it is out.</summary>
    public void HoldBlock()
    {
        Blocks.Add(Template, Place);
        Template = new FrameTemplate();
    }

    /// <summary>It goes on in another block.</summary>
    /// <param name="next">The first piece there.</param>
    public void MoveTo(AnswerPlace next)
    {
        Place = next;
        Part++;
        IsStopped = false;
        Template.Dispose();
        Template = new FrameTemplate();
    }

    public void Dispose()
    {
        pass.Dispose();
        delivered?.Dispose();
        Template.Dispose();
        Blocks.Dispose();
    }
}
