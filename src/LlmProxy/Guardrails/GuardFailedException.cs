namespace LlmProxy.Guardrails;

/// <summary>A guard could not do its work, and nothing may pass it unjudged.</summary>
/// <param name="guard">The guard.</param>
/// <param name="cause">What it met.</param>
internal sealed class GuardFailedException(Guard guard, Exception? cause) : Exception($"The guardrail '{guard.Name}' failed.", cause)
{
    /// <summary>The guard.</summary>
    public Guard Guard { get; } = guard;
}
