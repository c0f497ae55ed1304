using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Coverage;

/// <summary>One guard at one place.</summary>
/// <param name="Place">The place.</param>
/// <param name="Guard">The guard.</param>
/// <param name="Content">The texts there that it is for.</param>
/// <param name="IsRefused">Whether requests that it cannot see are refused.</param>
public sealed record CoverageRow(CoveragePlace Place, Guard Guard, TextKind Content, bool IsRefused)
{
    /// <summary>Whether nothing passes the guard here unseen.</summary>
    public bool IsSafe => Place.IsEnforced || IsRefused;
}
