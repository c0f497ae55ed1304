using LlmProxy.Configuration.Secrets;

namespace LlmProxy.Tenancy.Settings;

/// <summary>One key of the configuration, resolved. Immutable.</summary>
/// <param name="Secret">What callers send; <c>null</c>: it is not there.</param>
/// <param name="Caller">Who that is.</param>
/// <param name="Expires">When it ends; <c>null</c>: never.</param>
public sealed record StaticKeyModel(Secret? Secret, Caller Caller, DateTimeOffset? Expires);
