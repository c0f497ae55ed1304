namespace LlmProxy.Limits;

/// <summary>How one limit stands, for people.</summary>
/// <param name="Kind">What it counts, as in metrics.</param>
/// <param name="Scope">Whose it is.</param>
/// <param name="Name">The name of that.</param>
/// <param name="Tenant">A user's tenant; <c>null</c>: none.</param>
/// <param name="Limit">What it allows.</param>
/// <param name="Used">What is used or reserved, debt included.</param>
/// <param name="Reserved">What of that is not settled yet.</param>
/// <param name="ResetSeconds">How long until nothing is used any more; <c>null</c>: nobody knows.</param>
internal sealed record LimitStatus(
    string Kind, string Scope, string Name, string? Tenant, long Limit, long Used, long Reserved, double? ResetSeconds);
