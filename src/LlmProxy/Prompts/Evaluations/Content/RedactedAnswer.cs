using System.Text;
using LlmProxy.Core.Guardrails.Masking;
using LlmProxy.Core.Guardrails.Texts;
using LlmProxy.Endpoints;
using LlmProxy.Failover.Shadow;

namespace LlmProxy.Prompts.Evaluations.Content;

/// <summary>What the evaluation log has of an answer.</summary>
/// <param name="Characters">Characters (Unicode code points) of its text; <c>null</c>: it has none that is understood, or is too large to be looked at.</param>
/// <param name="Text">The text of the first choice, redacted; <c>null</c>: it is not recorded.</param>
/// <param name="IsCut">Whether <paramref name="Text"/> is only its beginning.</param>
internal readonly record struct RedactedAnswer(long? Characters, string? Text, bool IsCut)
{
    /// <summary>Measures an answer, and redacts it.</summary>
    /// <param name="endpoint">What was asked.</param>
    /// <param name="isStream">Whether it is a stream of events.</param>
    /// <param name="bytes">What the client was sent.</param>
    /// <param name="masks">What the client got back in the place of placeholders; <c>null</c>: nothing.</param>
    /// <param name="redactor">Redacts.</param>
    /// <param name="maxCharacters">The rest of a longer one is cut off; 0: nothing is wanted but the measure.</param>
    public static RedactedAnswer Of(LlmEndpoint endpoint, bool isStream, ReadOnlyMemory<byte> bytes, MaskVault? masks, TextRedactor redactor, int maxCharacters)
    {
        if (AnswerReader.Read(endpoint, isStream, bytes).Text is not { } text)
            return default;
        var characters = CodePoints.Count(Encoding.UTF8.GetBytes(text));
        if (maxCharacters == 0)
            return new(characters, null, false);
        // First all is redacted, then it is cut: of half an address nobody would see what it is.
        var redacted = redactor.Redact(masks is null ? text : Masked(text, masks));
        return redacted.Length <= maxCharacters ? new(characters, redacted, false) : new(characters, Cut(redacted, maxCharacters), true);
    }

    /// <summary>What the provider said: the client has the values that were masked, and the log must not. The longest first, since one may be in another.</summary>
    private static string Masked(string text, MaskVault masks)
    {
        foreach (var (placeholder, value) in masks.Values.OrderByDescending(static pair => pair.Value.Length))
        {
            if (value.Length > 0)
                text = text.Replace(Encoding.UTF8.GetString(value.Span), placeholder, StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    private static string Cut(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
