namespace LlmProxy.Prompts.Evaluations.Content;

/// <summary>Why a line of the evaluation log has no content although contents are recorded.</summary>
internal static class OmittedContent
{
    /// <summary>It is longer than may be recorded.</summary>
    public const string TooLong = "too_long";

    /// <summary>It has pictures, sound, files or numbers of tokens, which nobody can redact.</summary>
    public const string Media = "media";

    /// <summary>The memory for contents that wait to be written was all in use.</summary>
    public const string NoRoom = "no_room";

    /// <summary>It could not be redacted.</summary>
    public const string NotRedacted = "not_redacted";
}
