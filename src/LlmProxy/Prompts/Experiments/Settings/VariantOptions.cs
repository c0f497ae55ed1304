using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Prompts.Experiments.Settings;

/// <summary>One variant of an experiment. What is not set stays as it is without the experiment.</summary>
public sealed class VariantOptions
{
    /// <summary>Which part of callers gets it, in per cent, in steps of 0.01. 0 to 100. Only the control may leave it out: it then has all that is left.</summary>
    [Range(0.0, 100.0)]
    public decimal? Share { get; set; }

    /// <summary>The version of the prompt.</summary>
    public string? Version { get; set; }

    /// <summary>The model, in callers' words.</summary>
    public string? Model { get; set; }

    /// <summary>The temperature. 0 to 2.</summary>
    [Range(0.0, 2.0)]
    public decimal? Temperature { get; set; }

    /// <summary>Most tokens of an answer; a caller may ask for fewer. 1 to 10,000,000.</summary>
    [Range(1, 10_000_000)]
    public long? MaxTokens { get; set; }

    /// <summary>Whether the control answers, and this variant gets a copy in the background whose answer nobody sees. Default false.</summary>
    public bool Shadow { get; set; }
}
