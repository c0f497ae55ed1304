using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue;

namespace LlmProxy.Host.Prompts;

/// <summary>A version of a prompt as whoever runs the gateway sees it.</summary>
internal sealed record PromptVersionView
{
    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary><c>live</c>, <c>candidate</c>, or <c>idle</c>: nobody gets it who does not name it.</summary>
    public required string State { get; init; }

    /// <summary><c>file</c>, <c>api</c>, or <c>file removed</c>.</summary>
    public required string Origin { get; init; }

    /// <inheritdoc cref="PromptTemplate.Hash"/>
    public required string Hash { get; init; }

    /// <inheritdoc cref="PromptTemplate.Description"/>
    public string? Description { get; init; }

    /// <inheritdoc cref="PromptVersion.Author"/>
    public string? Author { get; init; }

    /// <inheritdoc cref="PromptVersion.Note"/>
    public string? Note { get; init; }

    /// <inheritdoc cref="PromptVersion.Created"/>
    public DateTimeOffset? Created { get; init; }

    /// <inheritdoc cref="PromptVersion.ServedSince"/>
    public DateTimeOffset? ServedSince { get; init; }

    /// <summary>The whole text; <c>null</c> in lists.</summary>
    public string? Text { get; init; }

    /// <summary>The variables; <c>null</c> in lists.</summary>
    public IEnumerable<PromptVariableView>? Variables { get; init; }

    /// <summary>What it says of model and parameters; <c>null</c> in lists.</summary>
    public PromptSettingsView? Settings { get; init; }

    /// <summary>A version in a list.</summary>
    public static PromptVersionView Of(PromptVersion version, PromptAsset asset) => new()
    {
        Version = version.Template.Id.Version,
        State = version.Template == asset.Live ? "live" : version.Template == asset.Candidate ? "candidate" : "idle",
        Origin = version.Origin switch
        {
            PromptOrigin.File => "file",
            PromptOrigin.Api => "api",
            PromptOrigin.FileRemoved => "file removed",
            _ => throw new System.Diagnostics.UnreachableException($"Origin {version.Origin} has no word."),
        },
        Hash = version.Template.Hash,
        Description = version.Template.Description,
        Author = version.Author,
        Note = version.Note,
        Created = version.Created,
        ServedSince = version.ServedSince,
    };

    /// <summary>A version with all that it says.</summary>
    public static PromptVersionView Whole(PromptVersion version, PromptAsset asset) => Of(version, asset) with
    {
        Text = version.Template.Source,
        Variables = version.Template.Variables.Select(PromptVariableView.Of),
        Settings = PromptSettingsView.Of(version.Template.Settings),
    };
}
