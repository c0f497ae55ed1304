namespace LlmProxy.Failover.LastResort;

/// <summary>What a canned answer is made of.</summary>
/// <param name="Id">The gateway's id of the request, of which the answer's ids are made.</param>
/// <param name="Model">The model that was asked for.</param>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="Text">What it says.</param>
/// <param name="IncludeUsage">Whether a stream of chat or completions shall tell its usage, which is none.</param>
internal sealed record CannedText(string Id, string Model, long Created, string Text, bool IncludeUsage);
