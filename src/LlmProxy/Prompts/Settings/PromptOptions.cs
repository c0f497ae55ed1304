namespace LlmProxy.Prompts.Settings;

/// <summary>The <c>Prompts</c> section: where templates are, and which versions requests get.</summary>
public sealed class PromptOptions
{
    /// <summary>The folder of templates, one folder a prompt, one file a version (<c>general_chat/v1.md</c>); beside the configuration file unless it is a whole path. Default <c>prompts</c>.</summary>
    public string Folder { get; set; } = "prompts";

    /// <summary>The version that requests get which name none, by prompt. Not set: the first one, until a rollout or the admin API says another.</summary>
    public IDictionary<string, string> Live { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
