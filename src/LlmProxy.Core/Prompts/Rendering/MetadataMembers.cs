using LlmProxy.Core.Json;

namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>The members of a request's <c>metadata</c> by which it names a prompt.</summary>
internal static class MetadataMembers
{
    /// <summary>The prompt's name, or <c>name@version</c>.</summary>
    public static ReadOnlySpan<byte> Prompt => "llmproxy_prompt"u8;

    /// <summary>The version.</summary>
    public static ReadOnlySpan<byte> Version => "llmproxy_prompt_version"u8;

    /// <summary>The variables: an object, or the text of one.</summary>
    public static ReadOnlySpan<byte> Variables => "llmproxy_prompt_variables"u8;

    /// <summary>Writes what else there is; if that is nothing, nothing.</summary>
    public static void Write(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
        var isFirst = true;
        var walk = new JsonWalk(caller);
        while (walk.Next())
        {
            if (JsonText.Means(walk.Name, Prompt) || JsonText.Means(walk.Name, Version) || JsonText.Means(walk.Name, Variables))
                continue;
            if (isFirst)
                draft.Name("metadata"u8);
            draft.Raw(isFirst ? "{\""u8 : ",\""u8);
            draft.Raw(walk.Name);
            draft.Raw("\":"u8);
            draft.Raw(walk.Value);
            isFirst = false;
        }

        if (!isFirst)
            draft.Raw("}"u8);
    }
}
