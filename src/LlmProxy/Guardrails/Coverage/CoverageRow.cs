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
    public string? Gap { get; } = Place.Gap ?? Guard.GapAt(Place) ?? LastingGap(Place, Guard);

    /// <summary>Whether the guard judges these texts.</summary>
    public bool IsEnforced => Gap is null;

    /// <summary>Whether nothing passes the guard here unseen.</summary>
    public bool IsSafe => IsEnforced || IsRefused;

    /// <summary>What passes <paramref name="guard"/> though requests that it cannot see are refused; <c>null</c>: nothing does.</summary>
    internal static string? LastingGap(CoveragePlace place, Guard guard) => (place, guard) switch
    {
        ({ Direction: GuardDirection.Output, Transport: "stream" }, SpanGuard { Release: { } time }) =>
            FormattableString.Invariant($"text that is held back for {time.TotalSeconds:0.###} s goes out unjudged (Release)"),
        ({ Transport: CoveragePlaces.Error }, JudgingGuard) => "guards that judge whole answers are not shown a provider's errors",
        _ => null,
    };
}
