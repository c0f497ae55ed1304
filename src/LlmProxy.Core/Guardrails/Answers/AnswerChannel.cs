using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>One text that a stream carries in pieces.</summary>
internal sealed class AnswerChannel(AnswerPlace place, GuardedPass pass, PooledBuffer? delivered) : IDisposable
{
    /// <summary>Which text it is.</summary>
    public ChannelKey Key => place.Channel;

    /// <summary>Whose.</summary>
    public TextKind Kind => place.Kind;

    /// <summary>Where its first piece stood.</summary>
    public AnswerPlace Place => place;

    /// <summary>Lets it pass.</summary>
    public GuardedPass Pass => pass;

    /// <summary>What has gone out of it; <c>null</c> where nobody will want to know.</summary>
    public PooledBuffer? Delivered => delivered;

    /// <summary>A frame to put text into that comes after the last one of the channel's own; made when text is first held.</summary>
    public FrameTemplate Template { get; } = new();

    /// <summary>A hash of the id that its owner was told by; 0: none was.</summary>
    public ulong Owner { get; set; }

    /// <summary>The number of its last result within the frame; -1: it has none there.</summary>
    public int LastResult { get; set; } = -1;

    public void Dispose()
    {
        pass.Dispose();
        delivered?.Dispose();
        Template.Dispose();
    }
}
