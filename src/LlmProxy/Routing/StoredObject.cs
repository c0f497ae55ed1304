namespace LlmProxy.Routing;

/// <summary>Who made an object that a provider keeps.</summary>
/// <param name="ClusterId">The cluster that has it.</param>
/// <param name="Tenant">The tenant whose request made it; <c>null</c> where it belongs to none.</param>
internal readonly record struct StoredObject(string ClusterId, string? Tenant);
