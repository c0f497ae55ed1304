namespace LlmProxy.Failover.Failures;

/// <summary>An answer of a provider that was not passed on, kept in case no other attempt brings a better one.</summary>
/// <param name="Status">The provider's status.</param>
/// <param name="ContentType">Its content type; <c>null</c> where it had none.</param>
/// <param name="Body">Its body, decoded, up to 64 KiB.</param>
public sealed record FailedAnswer(int Status, string? ContentType, byte[] Body);
