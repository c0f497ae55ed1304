using LlmProxy.Prompts.Rollouts;
using LlmProxy.Prompts.Settings;

namespace LlmProxy.Prompts.Experiments.Gates;

/// <summary>Judges a variant by the control, as a new version is judged by the one before it: at the same looks, by the same tests.</summary>
internal static class VariantGates
{
    /// <summary>Judged requests of the control from which on a variant is compared with it: the fewest that gates can be set to.</summary>
    public const int MinControl = 20;

    /// <summary>Looks at a variant, if a look is due.</summary>
    /// <param name="gates">The gates.</param>
    /// <param name="standing">What is known of the variant.</param>
    /// <param name="variant">All that was counted of it.</param>
    /// <param name="control">All that was counted of the control.</param>
    /// <returns>The look that comes next, and why the variant must go; <c>null</c>: it need not.</returns>
    public static (int Next, string? Reason) Look(GateModel gates, VariantStanding standing, in VersionTally variant, in VersionTally control)
    {
        var tally = variant.Tally.Since(standing.Before);
        if (tally.Judged < LookSchedule.At(standing.Look, gates.MinRequests))
            return (standing.Look, null);
        // Where several are due at once, the latest and most telling is made, with its own part only.
        var look = LookSchedule.NextAfter(tally.Judged, standing.Look, gates.MinRequests) - 1;
        // Only what it has answered beside the variant: chance alone says who gets which, and whatever else happens hurts both alike.
        var beside = control.Tally.Since(standing.ControlBefore);
        VersionTally? baseline = beside.Judged >= MinControl ? new(control.Version, beside) : null;
        return (look + 1, GateJudge.Judge(gates, look, new(variant.Version, tally), baseline));
    }
}
