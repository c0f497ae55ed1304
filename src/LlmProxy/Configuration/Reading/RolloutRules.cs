using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Rollouts;
using LlmProxy.Prompts.Settings;

namespace LlmProxy.Configuration.Reading;

/// <summary>Checks rollouts of prompts.</summary>
internal static class RolloutRules
{
    /// <summary>Notes names that can be none, and steps that do not rise.</summary>
    /// <param name="options">The prompts' settings.</param>
    /// <param name="path">Where they stand.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public static void Check(PromptOptions options, string path, ICollection<ConfigurationError> errors)
    {
        foreach (var (name, rollout) in options.Rollouts)
        {
            var at = $"{path}:{nameof(options.Rollouts)}:{name}";
            if (!PromptId.IsName(name))
                errors.Add(new(at, "is no name of a prompt", "write it as its folder is called: lower-case letters, digits, '_', '-' and '.'"));
            if (rollout.To is { } to && !PromptId.IsVersion(to))
                errors.Add(new($"{at}:{nameof(rollout.To)}", "is no version", "write it as the file is called, without '.md'"));
            if (RolloutPlan.SharesOf([.. rollout.Steps]) is null)
            {
                errors.Add(new(
                    $"{at}:{nameof(rollout.Steps)}", "are no rising percentages",
                    $"write at most {RolloutPlan.MaxSteps} numbers from 0.01 to 100, each above the one before, such as [ 1, 10, 50, 100 ]"));
            }
        }
    }
}
