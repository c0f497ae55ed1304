using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Requests;
using LlmProxy.Core.Guardrails.Texts;
using LlmProxy.Core.Json;
using LlmProxy.Core.Requests;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Input;

namespace LlmProxy.Prompts.Evaluations.Content;

/// <summary>What the evaluation log has of a request.</summary>
/// <param name="Characters">Characters (Unicode code points) of all that a model reads of it as text, without the template.</param>
/// <param name="Json">The request, redacted; <c>null</c>: it is not recorded.</param>
/// <param name="Omitted">Why it is not recorded; <c>null</c> where it is, or where nobody wants it.</param>
internal readonly record struct RedactedRequest(long Characters, byte[]? Json, string? Omitted)
{
    /// <summary>Measures a request, and redacts it.</summary>
    /// <param name="request">The request as its guards have left it.</param>
    /// <param name="redactor">Redacts.</param>
    /// <param name="maxCharacters">Longer ones are not recorded; 0: nothing is wanted but the measure.</param>
    /// <exception cref="Exception">It could not be judged, so nothing of it may be written.</exception>
    public static RedactedRequest Of(LlmRequest request, TextRedactor redactor, int maxCharacters)
    {
        using var texts = new InputTexts(request);
        var (characters, others) = (0L, 0L);
        foreach (var text in texts.Texts)
        {
            var length = CodePoints.Count(text.Utf8.Span);
            // What nobody knows (the caller's user, labels) is judged as if a model read it; it counts only against the bound.
            if (text.Kind == TextKind.Other)
                others += length;
            else
                characters += length;
        }

        if (maxCharacters == 0)
            return new(characters, null, null);
        if (characters + others > maxCharacters)
            return new(characters, null, OmittedContent.TooLong);
        // Nobody can redact a picture, and without it the request is another one.
        if (texts.Unread != UnreadContent.None)
            return new(characters, null, OmittedContent.Media);
        return new(characters, Redact(request, texts, redactor), null);
    }

    private static byte[] Redact(LlmRequest request, InputTexts texts, TextRedactor redactor)
    {
        using var spans = new InputSpans(new GuardedExchange(null, BuiltInGuards.Redacting), texts, masker: null);
        spans.Run();
        using var body = new PooledBuffer();
        Patch(texts, spans.Changed).Apply(request.Body.Span, body);
        using var output = new PooledBuffer();
        new RequestCopy(redactor, output).Write(body.WrittenSpan);
        return output.WrittenSpan.ToArray();
    }

    private static BodyPatch Patch(InputTexts texts, List<int> changed)
    {
        var patch = new BodyPatch();
        foreach (var text in changed)
        {
            using var value = new PooledBuffer();
            JsonStringWriter.Write(value, texts[text].Utf8.Span);
            patch.Replace(texts.PlaceIn(text).Value, value.WrittenSpan.ToArray());
        }

        return patch;
    }
}
