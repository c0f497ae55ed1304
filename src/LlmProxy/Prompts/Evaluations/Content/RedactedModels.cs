using LlmProxy.Telemetry;

namespace LlmProxy.Prompts.Evaluations.Content;

/// <summary>The models of a request, redacted: a caller can ask for any name, and some clusters pass it on.</summary>
/// <param name="Asked">The model that the caller asked for; <c>null</c>: none, or it could not be judged.</param>
/// <param name="Used">The model that the provider was asked for; <c>null</c> as above.</param>
internal readonly record struct RedactedModels(string? Asked, string? Used)
{
    /// <summary>Redacts the names.</summary>
    public static RedactedModels Of(in RequestFacts facts, TextRedactor redactor) => new(Of(facts.Model, redactor), Of(facts.UpstreamModel, redactor));

    private static string? Of(string? name, TextRedactor redactor) => name is null ? null : SafeText.Of(redactor.Redact(name));
}
