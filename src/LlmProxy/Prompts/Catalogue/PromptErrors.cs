using LlmProxy.Core.Errors;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>Why something cannot be done with a prompt.</summary>
internal static class PromptErrors
{
    /// <summary>There is no prompt of a name.</summary>
    public static LlmException NoPrompt(string name) => Refused(404, $"There is no prompt '{Short(name)}'.", "prompt_not_found");

    /// <summary>A prompt does not have a version.</summary>
    public static LlmException NoVersion(in PromptId id, PromptAsset asset)
    {
        var versions = asset.Versions.Select(version => version.Id.Version).TakeLast(10);
        return Refused(404, $"Prompt '{id.Name}' has no version '{Short(id.Version)}'; the last it has are {string.Join(", ", versions)}.", "prompt_version_not_found");
    }

    /// <summary>The store could not be read yet, so nothing can be changed.</summary>
    public static LlmException Unread => Refused(
        503, "The gateway's store cannot be read yet, so it is not known what was decided about prompts, and nothing can be changed.", "prompts_unavailable");

    /// <summary>A change could not be stored.</summary>
    public static LlmException NotStored => Refused(
        503, "The change could not be stored, and does not hold. /health/ready tells how the store is.", "prompt_not_stored");

    /// <summary>A conflict with what there is.</summary>
    public static LlmException Conflict(string message, string code) => Refused(409, message, code);

    /// <summary>What is asked is not right.</summary>
    public static LlmException Invalid(string message, string code, string param) =>
        new(new LlmError(400, LlmErrorTypes.InvalidRequest, message, code, param) { ShouldRetry = false });

    private static LlmException Refused(int status, string message, string code) => new(new LlmError(
        status, status >= 500 ? LlmErrorTypes.Server : LlmErrorTypes.InvalidRequest, message, code) { ShouldRetry = status >= 500 });

    private static string Short(string text) => text.Length > 64 ? text[..64] : text;
}
