using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Prompts.Experiments.Settings;

/// <summary>An experiment's place in a group, in which a caller is in one experiment at most.</summary>
/// <remarks>The places are written out, so that an experiment that comes or goes moves nobody in the others.</remarks>
public sealed class ExperimentGroupOptions
{
    /// <summary>The group's name. Not set: the experiment is in none, and its callers can be in any other.</summary>
    public string? Name { get; set; }

    /// <summary>Where its callers begin among all, in per cent, in steps of 0.01. 0 to 100. Not set: 0.</summary>
    [Range(0.0, 100.0)]
    public decimal? From { get; set; }

    /// <summary>Where they end, in per cent, in steps of 0.01. 0 to 100. Not set: 100.</summary>
    [Range(0.0, 100.0)]
    public decimal? To { get; set; }
}
