using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Neighbouring blocks of one text that are over in the provider's stream and of which something is held: the frames behind each wait for that.</summary>
internal sealed class HeldBlocks : IDisposable
{
    /// <summary>The most bytes of frames that wait: 64 KiB. Beyond them the text ends, and what comes behind is another.</summary>
    private const int MaxBytes = 64 * 1024;

    private readonly List<HeldBlock> _blocks = [];

    /// <summary>How many there are.</summary>
    public int Count => _blocks.Count;

    /// <summary>The first of them, of which there are some.</summary>
    public HeldBlock First => _blocks[0];

    /// <summary>Takes the frames that come behind the last of them, of which there are some.</summary>
    public PooledBuffer Frames => _blocks[^1].Frames;

    /// <summary>Whether more waits than may.</summary>
    public bool IsFull => _blocks.Sum(static block => (long)block.Frames.Length) > MaxBytes;

    /// <summary>A block is over.</summary>
    /// <param name="template">A frame for what is held of it; belongs to this object from now on.</param>
    /// <param name="place">Where its first piece stood.</param>
    public void Add(FrameTemplate template, in AnswerPlace place) => _blocks.Add(new(template, place));

    /// <summary>All of the first block is out: appends the frames that waited for that.</summary>
    public void Release(PooledBuffer output)
    {
        using var block = _blocks[0];
        output.Append(block.Frames.WrittenSpan);
        _blocks.RemoveAt(0);
    }

    public void Dispose()
    {
        foreach (var block in _blocks)
            block.Dispose();
        _blocks.Clear();
    }
}
