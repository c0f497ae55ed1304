using LlmProxy.Core.Errors;

namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>Why nothing can be put around a request.</summary>
internal static class PromptFaults
{
    /// <summary>The template allows no system messages of callers.</summary>
    public static LlmException SystemRefused(in PromptId id) => Invalid(
        $"The prompt '{id}' allows no system messages or instructions of callers; leave them out.", "system_not_allowed", "messages");

    /// <summary>The caller's texts stand in a form that nothing can be put around.</summary>
    public static LlmException Shape(string param, string wanted) =>
        Invalid($"'{param}' must be {wanted}, since a prompt is put around it.", "invalid_type", param);

    /// <summary>The request would become longer than it may: its texts or variables stand in it too often.</summary>
    public static LlmException TooLarge(long maxBytes) => new(new LlmError(
        413, LlmErrorTypes.InvalidRequest, $"With its prompt around it, the request is larger than {maxBytes} bytes, the most that this route takes.", "request_too_large")
    {
        ShouldRetry = false,
    });

    private static LlmException Invalid(string message, string code, string param) =>
        new(new LlmError(400, LlmErrorTypes.InvalidRequest, message, code, param) { ShouldRetry = false });
}
