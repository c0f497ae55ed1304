using System.Globalization;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Host.Commands.Evaluations.Replaying;

/// <summary>What <c>evaluations replay</c> was told.</summary>
internal sealed record ReplayCommand
{
    /// <summary>Most requests that are under way at once.</summary>
    public const int MaxParallel = 64;

    /// <summary>An export, or a file of the log.</summary>
    public required string File { get; init; }

    /// <summary>The version that requests are put under, <c>name@version</c>; <c>null</c>: the recorded one.</summary>
    public PromptId? Prompt { get; init; }

    /// <summary>The model that is asked; <c>null</c>: the recorded one.</summary>
    public string? Model { get; init; }

    /// <summary>The gateway; <c>null</c>: the usual one.</summary>
    public string? Url { get; init; }

    /// <summary>The environment variable that has the key; a key among the arguments would be seen by every process.</summary>
    public string KeyVariable { get; init; } = "LLMPROXY_KEY";

    /// <summary>How many requests are under way at once, 1 to 64. Default 4.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>At most so many requests, from 1; <c>null</c>: all.</summary>
    public long? Limit { get; init; }

    /// <summary>Where the new answers go, a line each; <c>null</c>: nowhere.</summary>
    public string? Out { get; init; }

    /// <summary>What is compared with the recorded answers, in words.</summary>
    public string Target => string.Join(", ", new[] { Prompt?.ToString(), Model }.OfType<string>());

    /// <summary>Understands the arguments; <c>null</c> with what is wrong.</summary>
    public static ReplayCommand? Parse(string[] arguments, out string? problem)
    {
        if (arguments is not [var file, .. var options] || file.StartsWith('-'))
        {
            problem = "Say 'evaluations replay FILE'.";
            return null;
        }

        var command = new ReplayCommand { File = file };
        for (var i = 0; i < options.Length; i += 2)
        {
            problem = i + 1 == options.Length ? $"'{options[i]}' needs a value." : Take(ref command, options[i], options[i + 1]);
            if (problem is not null)
                return null;
        }

        problem = command is { Prompt: null, Model: null } ? "Say what to compare with, with --prompt NAME@VERSION or --model MODEL." : null;
        return problem is null ? command : null;
    }

    private static string? Take(ref ReplayCommand command, string name, string value)
    {
        switch (name)
        {
            case "--prompt":
                command = command with { Prompt = PromptOf(value) };
                return command.Prompt is null ? "--prompt is a version of a prompt, NAME@VERSION." : null;
            case "--model":
                command = command with { Model = value };
                return null;
            case "--url":
                command = command with { Url = value };
                return null;
            case "--key-env":
                command = command with { KeyVariable = value };
                return null;
            case "--out":
                command = command with { Out = value };
                return null;
            case "--parallel":
                command = command with { Parallel = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parallel) ? parallel : 0 };
                return command.Parallel is >= 1 and <= MaxParallel ? null : $"--parallel is a number from 1 to {MaxParallel}.";
            case "--limit":
                command = command with { Limit = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 0 };
                return command.Limit > 0 ? null : "--limit is a number from 1.";
            default:
                return $"'{name}' is not an option.";
        }
    }

    private static PromptId? PromptOf(string value) =>
        PromptId.TryRead(value, out var name, out var version) && version is not null ? new PromptId(name, version) : null;
}
