using System.Collections.Concurrent;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Guardrails.Masking;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Delivery.Guarded;
using LlmProxy.Guardrails;

namespace LlmProxy.FunctionalTests.Guardrails.Answers;

/// <summary>Guards against numbers, which do what the model's name says: <c>block</c>, <c>redact</c>, <c>mask</c> (masks only), <c>judge</c> (a judge of words), <c>look</c> (one that only looks on), else nothing.</summary>
internal sealed class NumberGuardSource : IOutputGuardSource
{
    /// <summary>What a blocked answer ends with.</summary>
    public const string Message = "[ended]";

    /// <summary>What <c>&lt;EMAIL_1&gt;</c> stands for.</summary>
    public const string Email = "jo \"j\" <jo@example.org>";

    /// <summary>What happens with a model of any other name.</summary>
    public GuardAction? Default { get; init; }

    /// <summary>The guard that cannot do its work; <c>null</c>: all can.</summary>
    public Guard? Fails { get; init; }

    /// <summary>The texts that were judged.</summary>
    public ConcurrentQueue<string> Judged { get; } = new();

    public IOutputGuards? Create(LlmAttempt attempt)
    {
        var model = attempt.Exchange.Model ?? "";
        GuardAction? action = model.Contains("block", StringComparison.Ordinal) ? GuardAction.Block
            : model.Contains("redact", StringComparison.Ordinal) ? GuardAction.Redact
            : Default;
        var masks = model.Contains("mask", StringComparison.Ordinal) ? Vault() : null;
        var onlyLooksOn = model.Contains("look", StringComparison.Ordinal);
        var judge = onlyLooksOn || model.Contains("judge", StringComparison.Ordinal) ? new WordJudge(Judged, onlyLooksOn) : null;
        return action is null && masks is null && judge is null ? null : new Guards(action, masks, judge, this);
    }

    private static MaskVault Vault()
    {
        var vault = new MaskVault(static _ => false);
        vault.TryMask("EMAIL", System.Text.Encoding.UTF8.GetBytes(Email), out _);
        return vault;
    }

    private sealed class Guards(GuardAction? action, IMaskLookup? masks, IAnswerJudge? judge, NumberGuardSource source) : IOutputGuards, IGuardedTextSink
    {
        public bool ChangesText => action is not null;

        public IMaskLookup? Masks => masks;

        public IAnswerJudge? Judge => judge;

        public ReadOnlyMemory<byte> BlockMessage { get; } = System.Text.Encoding.UTF8.GetBytes(Message);

        public GuardedText? Create(TextKind kind, TextForm form, bool isRepeat)
        {
            if (action is not { } what)
                return null;
            if (source.Fails is { } failing)
                throw new GuardFailedException(failing, null);
            ISpanScanner scanner = form == TextForm.Json ? new JsonFormScanner(new NumberScanner()) : new NumberScanner();
            return new GuardedText([new SpanRule(0, what, scanner)], this);
        }

        public bool Accepts(in SpanRule rule, in GuardSpan span, ReadOnlySpan<byte> value) => true;

        public void Found(in SpanRule rule, in GuardSpan span, GuardAction found)
        {
        }

        public void Replace(in SpanRule rule, in GuardSpan span, GuardAction how, ReadOnlySpan<byte> value, PooledBuffer output) =>
            output.Append(span.IsBare ? "\"[NUMBER]\""u8 : "[NUMBER]"u8);
    }
}
