using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails.Masking;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>An answer that has been held whole, streamed or not: tells its texts, and makes of it what a verdict says.</summary>
/// <param name="protocol">The protocol that it is in.</param>
/// <param name="isStream">Whether it is a stream of events.</param>
public sealed class HeldAnswer(AnswerProtocol protocol, bool isStream)
{
    /// <summary>The texts of an answer, in their order; none twice.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public IReadOnlyList<AnswerText> TextsOf(ReadOnlySpan<byte> answer)
    {
        var collected = new CollectingGuards(isOneMessage: protocol == AnswerProtocol.Messages);
        using var output = new PooledBuffer();
        Run(answer, collected, output);
        return collected.Texts;
    }

    /// <summary>Appends what goes out of an answer.</summary>
    /// <param name="answer">All of it.</param>
    /// <param name="verdict">What follows from its judgement.</param>
    /// <param name="masks">What is to be put back in it; <c>null</c>: nothing.</param>
    /// <param name="output">Takes it.</param>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public void Release(ReadOnlySpan<byte> answer, in AnswerVerdict verdict, IMaskLookup? masks, PooledBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var guards = new VerdictGuards(verdict, masks);
        if (guards.IsIdle)
            output.Append(answer);
        else
            Run(answer, guards, output);
    }

    private void Run(ReadOnlySpan<byte> answer, IOutputGuards guards, PooledBuffer output)
    {
        if (!isStream)
        {
            using var body = new BodyGuard(protocol, guards);
            body.Apply(answer, output);
            return;
        }

        using var reader = new SseReader();
        using var frames = new FrameGuard(protocol, guards, answer.Length);
        while (reader.TryRead(ref answer, out var frame))
            frames.Take(frame, output);
        if (reader.TryComplete(out var last))
            frames.Take(last, output);
        frames.Finish(output);
    }
}
