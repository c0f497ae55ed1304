namespace LlmProxy.Failover.Failures;

/// <summary>What follows from one kind of failure; a line of <see cref="FailureTable"/>.</summary>
/// <param name="Actions">What may be tried.</param>
/// <param name="Class">Which fallbacks apply.</param>
/// <param name="Breaker">What the destination's circuit is told.</param>
/// <param name="Credential">What is noted about the key.</param>
/// <param name="MayHaveRun">Whether the provider may have done the work already; then nothing that makes an object is tried again.</param>
public readonly record struct FailureRule(
    FailureActions Actions, FailureClass Class, BreakerSignal Breaker, CredentialSignal Credential, bool MayHaveRun);
