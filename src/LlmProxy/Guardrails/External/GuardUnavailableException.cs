namespace LlmProxy.Guardrails.External;

/// <summary>A guard that asks somebody outside got no judgement; its <c>OnError</c> says what follows. The message holds no content.</summary>
internal sealed class GuardUnavailableException(GuardFailure failure, Exception? cause = null)
    : Exception($"The guard has no judgement: {failure}.", cause)
{
    /// <summary>Why.</summary>
    public GuardFailure Failure => failure;
}
