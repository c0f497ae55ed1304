using LlmProxy.Core.Errors;
using LlmProxy.Guardrails;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <summary>What is told where an answer could not be judged.</summary>
internal static class GuardFailures
{
    /// <summary>The exception that ends the answer: a guard's failure as the gateway's own error, a document that cannot be read as the provider's; anything else as it is.</summary>
    public static Exception Of(Exception failure) => failure switch
    {
        GuardFailedException e => GuardErrors.Failed(e.Guard, e),
        InvalidDataException => new LlmException(new LlmError(502, LlmErrorTypes.Upstream, "The provider's stream is malformed.", "malformed_stream"), failure),
        _ => failure,
    };
}
