using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails.Audit;

namespace LlmProxy.Guardrails;

/// <summary>Notes what guards find in texts, and writes what stands in its place.</summary>
internal sealed class GuardSink(GuardedExchange guarded, GuardDirection direction, IFoundPlaces places) : IGuardedTextSink
{
    private readonly IReadOnlyList<Guard> _guards = direction == GuardDirection.Input ? guarded.Guards.Input : guarded.Guards.Output;

    /// <summary>Puts placeholders in the place of values; <c>null</c>: what is to be masked is redacted.</summary>
    public IMasker? Masker { get; init; }

    /// <summary>Whether findings are not noted, since the text only says again what was judged before; one that blocks is, since that was not found before.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The first guard that has blocked; <c>null</c>: none.</summary>
    public Guard? Blocker { get; private set; }

    public bool Accepts(in SpanRule rule, in GuardSpan span, ReadOnlySpan<byte> value) => !((SpanGuard)_guards[rule.Guard]).Allow.Allows(value);

    public void Found(in SpanRule rule, in GuardSpan span, GuardAction action)
    {
        var guard = _guards[rule.Guard];
        if (action == GuardAction.Block)
            Blocker ??= guard;
        // Where there is nothing to mask for, the record says what was done instead.
        var done = action == GuardAction.Mask && Masker is null ? GuardAction.Redact : action;
        if (IsSilent && action != GuardAction.Block)
            return;
        var run = guarded.RunOf(guard, direction);
        // Beyond the findings that are kept nobody is told where the others stand.
        var place = run.HasRoom ? places.Of(span) : default;
        run.Add(new GuardFinding(span.Type, done, place.Text, place.Characters), span.Score);
    }

    public void Replace(in SpanRule rule, in GuardSpan span, GuardAction action, ReadOnlySpan<byte> value, PooledBuffer output)
    {
        if (span.IsBare)
            output.Append("\""u8);
        if (action == GuardAction.Mask && Masker?.Mask(span.Type, value) is { } placeholder)
            Append(output, placeholder);
        else
            Append(output, $"[REDACTED_{span.Type}]");
        if (span.IsBare)
            output.Append("\""u8);
    }

    public void Released(in SpanRule rule, long characters)
    {
        if (!IsSilent)
            guarded.RunOf(_guards[rule.Guard], direction).Release(characters);
    }

    private static void Append(PooledBuffer output, string text)
    {
        var written = Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
        output.Advance(written);
    }
}
