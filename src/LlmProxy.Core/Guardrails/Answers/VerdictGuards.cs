using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails.Masking;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Carries a verdict out: lets an answer pass that has been held whole, blocks it, or puts another text in its place; and takes its masks off.</summary>
/// <param name="verdict">The verdict.</param>
/// <param name="masks">What was masked; <c>null</c>: nothing.</param>
internal sealed class VerdictGuards(AnswerVerdict verdict, IMaskLookup? masks) : IOutputGuards, IGuardedTextSink
{
    /// <summary>Whether nothing of the answer changes.</summary>
    public bool IsIdle => !ChangesText && masks is null;

    public bool ChangesText => verdict.IsBlocked || verdict.Replacement is not null;

    public IMaskLookup? Masks => masks;

    public ReadOnlyMemory<byte> BlockMessage => verdict.Message;

    public GuardedText? Create(TextKind kind, TextForm form, bool isRepeat) =>
        !ChangesText || (!verdict.IsBlocked && kind != TextKind.Assistant)
            ? null
            : new GuardedText([new SpanRule(0, verdict.IsBlocked ? GuardAction.Block : GuardAction.Redact, new WholeTextScanner())], this);

    public bool Accepts(in SpanRule rule, in GuardSpan span, ReadOnlySpan<byte> value) => true;

    public void Found(in SpanRule rule, in GuardSpan span, GuardAction action)
    {
    }

    public void Replace(in SpanRule rule, in GuardSpan span, GuardAction action, ReadOnlySpan<byte> value, PooledBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Append(verdict.Replacement!.Value.Span);
    }
}
