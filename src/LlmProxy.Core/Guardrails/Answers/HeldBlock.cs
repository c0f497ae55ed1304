using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>A block of a text that is over and of which something is held.</summary>
/// <param name="template">A frame for that.</param>
/// <param name="place">Where its first piece stood.</param>
internal sealed class HeldBlock(FrameTemplate template, AnswerPlace place) : IDisposable
{
    /// <summary>A frame to put its text into.</summary>
    public FrameTemplate Template => template;

    /// <summary>Where its first piece stood.</summary>
    public AnswerPlace Place => place;

    /// <summary>The frames that came behind it, as they go out.</summary>
    public PooledBuffer Frames { get; } = new();

    public void Dispose()
    {
        template.Dispose();
        Frames.Dispose();
    }
}
