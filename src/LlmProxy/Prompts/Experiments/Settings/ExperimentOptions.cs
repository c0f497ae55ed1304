using System.ComponentModel.DataAnnotations;
using LlmProxy.Prompts.Settings;

namespace LlmProxy.Prompts.Experiments.Settings;

/// <summary>One experiment: variants of a prompt, a model or parameters, and which part of callers gets which.</summary>
public sealed class ExperimentOptions
{
    /// <summary>Whether it runs. Default true; a stopped one keeps its settings and its place in its group, and nobody is in it.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The prompt whose requests it concerns; needed to vary versions. Not set: requests with any prompt, and with none.</summary>
    public string? Prompt { get; set; }

    /// <summary>The routes that it concerns. None: all.</summary>
    public IList<string> Routes { get; set; } = [];

    /// <summary>The models, as callers name them, or patterns such as <c>gpt-4o*</c>, that it concerns. None: all.</summary>
    public IList<string> Models { get; set; } = [];

    /// <summary>The variants, by name; 2 to 20.</summary>
    [Required]
    public IDictionary<string, VariantOptions> Variants { get; set; } = new Dictionary<string, VariantOptions>(StringComparer.Ordinal);

    /// <summary>The variant that the others are compared with, and which an anonymous caller gets. Not set: the one without a share, else the first.</summary>
    public string? Control { get; set; }

    /// <summary>Variants of particular users (by name, or <c>tenant/user</c> for one tenant's alone) or virtual keys (by id), whatever the shares are. They are not counted.</summary>
    public IDictionary<string, string> Overrides { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Ids of virtual keys whose requests may choose a variant by the header <c>x-llmproxy-experiment</c>; <c>*</c>: every caller may. None: nobody.</summary>
    public IList<string> Testers { get; set; } = [];

    /// <summary>Which other experiments it shares no caller with.</summary>
    public ExperimentGroupOptions Group { get; set; } = new();

    /// <summary>When a variant is stopped, and its callers get the control. What is not set is as in <c>Prompts:Gates</c>.</summary>
    public GateOptions Gates { get; set; } = new();
}
