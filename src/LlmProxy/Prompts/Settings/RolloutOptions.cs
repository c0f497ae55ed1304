using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Prompts.Settings;

/// <summary>How a version of one prompt takes the place of the live one, step by step.</summary>
public sealed class RolloutOptions
{
    /// <summary>The version. It is rolled out once: one that was taken back, stopped or is live comes again by the admin API alone. Not set: none, and only <see cref="Gates"/> matter.</summary>
    public string? To { get; set; }

    /// <summary>Which parts of requests it gets, in percent, from 0.01 to 100 with two decimals, rising. Not set: 1, 10, 50, 100. A last step of 100 is added where it is missing.</summary>
    public IList<decimal> Steps { get; } = [];

    /// <summary>Judged requests of the version on a step before the next one. 1 to 1,000,000; default 100.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerStep { get; set; } = 100;

    /// <summary>How long a step lasts at least. 0 to 30 days; default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan MinStepTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>When versions of this prompt go back; what is not set here is as in <c>Prompts:Gates</c>.</summary>
    public GateOptions Gates { get; set; } = new();
}
