using System.Globalization;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Experiments;

/// <summary>One variant of an experiment, resolved. Immutable.</summary>
internal sealed class VariantModel
{
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="name">Its own.</param>
    /// <param name="isControl">Whether the others are compared with it.</param>
    public VariantModel(string experiment, string name, bool isControl)
    {
        Name = name;
        Drawn = new Assignment(experiment, name, isControl);
        Given = new Assignment(experiment, name, isControl, IsDrawn: false);
        OnlyDrawn = [Drawn];
        OnlyGiven = [Given];
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The version of the prompt; <c>null</c>: the live one.</summary>
    public string? Version { get; init; }

    /// <summary>Model and parameters.</summary>
    public PromptSettings Settings { get; init; } = PromptSettings.None;

    /// <summary>Whether the control answers, and this one gets a copy.</summary>
    public bool IsShadow { get; init; }

    /// <summary>All that makes it what it is, in one text.</summary>
    public string Definition => string.Create(CultureInfo.InvariantCulture, $"{Version};{Settings.Model};{Settings.Temperature};{Settings.MaxTokens};{IsShadow}");

    /// <summary>What requests are told to be in that the hash has put here.</summary>
    public Assignment Drawn { get; }

    /// <summary>What requests are told to be in that something else has put here.</summary>
    public Assignment Given { get; }

    /// <summary><see cref="Drawn"/> alone: most requests are in one experiment, and need no list of their own.</summary>
    public IReadOnlyList<Assignment> OnlyDrawn { get; }

    /// <summary><see cref="Given"/> alone.</summary>
    public IReadOnlyList<Assignment> OnlyGiven { get; }

    /// <summary>What it says anything about.</summary>
    public VariedThings Says =>
        (Version is null ? 0 : VariedThings.Version) | (Settings.Model is null ? 0 : VariedThings.Model)
        | (Settings.Temperature is null ? 0 : VariedThings.Temperature) | (Settings.MaxTokens is null ? 0 : VariedThings.MaxTokens)
        | (IsShadow ? VariedThings.Shadow : 0);
}
