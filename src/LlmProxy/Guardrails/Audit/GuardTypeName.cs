namespace LlmProxy.Guardrails.Audit;

/// <summary>Types of findings as they may stand in headers, logs and records, whoever named them.</summary>
internal static class GuardTypeName
{
    private const int MaxLength = 64;

    /// <summary>The type itself, or <c>other</c> for what is no plain name: a service outside may say anything.</summary>
    public static string Of(string type) =>
        type.Length is > 0 and <= MaxLength && type.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/') ? type : "other";
}
