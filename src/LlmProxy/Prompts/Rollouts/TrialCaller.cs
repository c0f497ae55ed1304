namespace LlmProxy.Prompts.Rollouts;

/// <summary>Somebody whose requests a version on trial has had.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Tenant">The tenant; <c>null</c>: there is none.</param>
/// <param name="Name">Its name, or a key's id.</param>
internal readonly record struct TrialCaller(TrialCallerKind Kind, string? Tenant, string Name);
