using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Prompts.Settings;

/// <summary>The evaluation log: one line of JSON for each request under a prompt, for tools that compare versions and models.</summary>
public sealed class EvaluationOptions
{
    /// <summary>Whether it is written, to <c>evaluations</c> in the folder of the store. Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Whether requests without a prompt and outside of experiments are in it, too. Default false.</summary>
    public bool All { get; set; }

    /// <summary>Whether it has what requests and answers say: as the route's guards have left it, and with personal data and secrets redacted once more. Default false.</summary>
    public bool Content { get; set; }

    /// <summary>
    /// Most characters of a request whose content is recorded, and of an answer's text. 100 to 1,000,000; default 100,000. Of a longer
    /// request nothing is recorded, since a part of it could not be sent again; a longer answer is cut.
    /// </summary>
    [Range(100, 1_000_000)]
    public int MaxContentCharacters { get; set; } = 100_000;

    /// <summary>From how many bytes on another file is begun; each day begins one, too. 1 MiB to 1 GiB; default 64 MiB. A line that is longer goes without its content.</summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public long MaxFileBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Most bytes of all files together, from twice <see cref="MaxFileBytes"/> to 1 TiB; default 1 GiB. Beyond it the oldest file goes.</summary>
    [Range(2d * 1024 * 1024, 1024d * 1024 * 1024 * 1024)]
    public long MaxTotalBytes { get; set; } = 1024 * 1024 * 1024;

    /// <summary>How long files are kept after their day. 1 h to 10,000 days; default 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "10000.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);
}
