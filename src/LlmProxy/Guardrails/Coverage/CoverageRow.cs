using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Coverage;

/// <summary>One guard at one place.</summary>
/// <param name="Place">The place.</param>
/// <param name="Guard">The guard.</param>
/// <param name="Content">The texts there that it is for.</param>
/// <param name="IsRefused">Whether requests that it cannot see are refused.</param>
public sealed record CoverageRow(CoveragePlace Place, Guard Guard, TextKind Content, bool IsRefused)
{
    /// <summary>Why the guard does not see these texts, or has nothing to go by; <c>null</c>: it judges them.</summary>
    public string? Gap { get; } = Place.Gap ?? Guard.GapAt(Place);

    /// <summary>Whether the guard judges these texts.</summary>
    public bool IsEnforced => Gap is null;

    /// <summary>Whether nothing passes the guard here unseen.</summary>
    public bool IsSafe => IsEnforced || IsRefused;
}
