using LlmProxy.Core.Errors;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>The errors of a request that cannot be translated without changing what it means.</summary>
internal static class RequestFault
{
    /// <summary>A value is not what the field takes.</summary>
    public static LlmException Invalid(string param, string message) => Make("invalid_value", param, message);

    /// <summary>A field is not there.</summary>
    public static LlmException Missing(string param, string message) => Make("missing_required_parameter", param, message);

    /// <summary>The value is a good one, and the Messages API has nothing like it.</summary>
    public static LlmException Unsupported(string param, string message) => Make("unsupported_value", param, message);

    private static LlmException Make(string code, string param, string message) =>
        new(new LlmError(400, LlmErrorTypes.InvalidRequest, message, code, param) { ShouldRetry = false });
}
