namespace LlmProxy.Prompts.Settings;

/// <summary>The <c>Prompts</c> section: where templates are, and which versions requests get.</summary>
public sealed class PromptOptions
{
    /// <summary>The folder of templates, one folder a prompt, one file a version (<c>general_chat/v1.md</c>); beside the configuration file unless it is a whole path. Default <c>prompts</c>.</summary>
    public string Folder { get; set; } = "prompts";

    /// <summary>The version that requests get which name none, by prompt. Not set: the first one, until a rollout or the admin API says another.</summary>
    public IDictionary<string, string> Live { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>When a new version goes back to the one before it.</summary>
    public GateOptions Gates { get; set; } = new();

    /// <summary>Versions that take the place of live ones step by step, and gates of their own, by prompt.</summary>
    public IDictionary<string, RolloutOptions> Rollouts { get; set; } = new Dictionary<string, RolloutOptions>(StringComparer.Ordinal);

    /// <summary>What users think of answers.</summary>
    public FeedbackOptions Feedback { get; set; } = new();

    /// <summary>The evaluation log.</summary>
    public EvaluationOptions Evaluations { get; set; } = new();
}
