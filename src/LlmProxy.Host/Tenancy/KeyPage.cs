namespace LlmProxy.Host.Tenancy;

/// <summary>A part of the list of keys.</summary>
/// <param name="Data">Those of the configuration first, then the others from the oldest on.</param>
/// <param name="HasMore">Whether there are more; ask with <c>after</c> the last one's id.</param>
internal sealed record KeyPage(IReadOnlyList<KeyView> Data, bool HasMore);
