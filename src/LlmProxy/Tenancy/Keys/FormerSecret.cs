namespace LlmProxy.Tenancy.Keys;

/// <summary>The secret that a key had before it was rotated.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="Ending">Its last characters.</param>
/// <param name="Until">When it ends.</param>
internal sealed record FormerSecret(byte[] Hash, string Ending, DateTimeOffset Until);
