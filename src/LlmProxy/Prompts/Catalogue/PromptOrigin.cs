namespace LlmProxy.Prompts.Catalogue;

/// <summary>Where a version comes from.</summary>
internal enum PromptOrigin
{
    /// <summary>A file of the folder.</summary>
    File,

    /// <summary>It was made over the admin API.</summary>
    Api,

    /// <summary>It was served and is still needed, but its file is gone.</summary>
    FileRemoved,
}
