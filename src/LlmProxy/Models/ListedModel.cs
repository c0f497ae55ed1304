namespace LlmProxy.Models;

/// <summary>One model in the list that callers see.</summary>
/// <param name="Id">The name that a caller may use.</param>
/// <param name="OwnedBy">Who runs it, or the cluster where the provider does not say.</param>
/// <param name="Created">Unix seconds; 0 where the provider does not say.</param>
/// <param name="DisplayName">A name for people, where the provider has one.</param>
internal sealed record ListedModel(string Id, string OwnedBy, long Created = 0, string? DisplayName = null);
