namespace LlmProxy.Limits;

/// <summary>What one request holds, for people.</summary>
/// <param name="RequestId">The gateway's id of the request.</param>
/// <param name="Key">The virtual key's id; <c>null</c>: none was needed.</param>
/// <param name="Tenant">Its tenant; <c>null</c>: none.</param>
/// <param name="User">Its end user; <c>null</c>: nobody says.</param>
/// <param name="Since">When it was let in.</param>
/// <param name="Tokens">What is reserved for it.</param>
internal sealed record HeldReservation(string RequestId, string? Key, string? Tenant, string? User, DateTimeOffset Since, long Tokens);
