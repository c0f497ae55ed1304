using LlmProxy.Core.Json;

namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>What else the caller says in an object of which one member is set here.</summary>
internal static class OtherMembers
{
    /// <summary>Writes all members but <paramref name="set"/>, each behind a comma.</summary>
    public static void Write(ReadOnlySpan<byte> caller, ReadOnlySpan<byte> set, ref PromptDraft draft)
    {
        var walk = new JsonWalk(caller is [(byte)'{', ..] ? caller : default);
        while (walk.Next())
        {
            if (JsonText.Means(walk.Name, set))
                continue;
            draft.Raw(",\""u8);
            draft.Raw(walk.Name);
            draft.Raw("\":"u8);
            draft.Raw(walk.Value);
        }
    }
}
