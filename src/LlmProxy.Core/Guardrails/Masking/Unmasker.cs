using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Masking;

/// <summary>Puts true values back where their placeholders stand in an answer.</summary>
public sealed class Unmasker : IGuardedTextSink
{
    private readonly IMaskLookup _masks;
    private readonly TextForm _form;

    private Unmasker(IMaskLookup masks, TextForm form)
    {
        _masks = masks;
        _form = form;
    }

    /// <summary>Lets one text pass from which masks are taken off; it is fed what the guards before it let out.</summary>
    /// <param name="masks">What the placeholders stand for.</param>
    /// <param name="form">How the text is to be read; in JSON the value is escaped as its strings demand.</param>
    public static GuardedText Create(IMaskLookup masks, TextForm form)
    {
        ISpanScanner scanner = new PlaceholderScanner(masks);
        if (form == TextForm.Json)
            scanner = new JsonFormScanner(scanner);
        return new GuardedText([new SpanRule(0, GuardAction.Mask, scanner)], new Unmasker(masks, form));
    }

    /// <inheritdoc/>
    public bool Accepts(in SpanRule rule, in GuardSpan span, ReadOnlySpan<byte> value) => true;

    /// <inheritdoc/>
    public void Found(in SpanRule rule, in GuardSpan span, GuardAction action)
    {
        // It was told when it was masked.
    }

    /// <inheritdoc/>
    public void Replace(in SpanRule rule, in GuardSpan span, GuardAction action, ReadOnlySpan<byte> value, PooledBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> written = stackalloc byte[MaskForm.MaxLength * JsonText.LongestEscape];
        var length = _form == TextForm.Json ? JsonText.Unescape(value, written) : Copy(value, written);
        Span<byte> normal = stackalloc byte[MaskForm.MaxLength];
        normal = normal[..MaskForm.Normalize(written[..length], normal)];
        if (!_masks.TryGetValue(normal, out var plain))
            output.Append(value);
        else if (_form == TextForm.Json && span.IsBare)
            JsonStringWriter.Write(output, plain.Span);
        else if (_form == TextForm.Json)
            JsonStringWriter.WriteInside(output, plain.Span);
        else
            output.Append(plain.Span);
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        return from.Length;
    }
}
