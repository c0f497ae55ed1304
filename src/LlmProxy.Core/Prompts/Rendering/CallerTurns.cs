using LlmProxy.Core.Json;

namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>The caller's own messages inside of a template's.</summary>
internal static class CallerTurns
{
    private const int LongestRole = 64;

    /// <summary>Writes the elements of a list, without those that the template does not let pass.</summary>
    /// <param name="list">A list, as it is written.</param>
    /// <param name="draft">Takes them.</param>
    /// <param name="isFirst">Whether nothing stands before them; false once something does.</param>
    public static void Write(ReadOnlySpan<byte> list, ref PromptDraft draft, ref bool isFirst)
    {
        if (draft.CallerSystem == CallerSystem.Keep)
        {
            var inside = list[1..^1].Trim(" \t\r\n"u8);
            if (inside.IsEmpty)
                return;
            Separate(ref draft, ref isFirst);
            draft.Raw(inside);
            return;
        }

        var walk = new JsonWalk(list);
        while (walk.Next())
        {
            if (IsOperators(walk.Value))
            {
                RefuseSystem(draft);
                continue;
            }

            Separate(ref draft, ref isFirst);
            draft.Raw(walk.Value);
        }
    }

    /// <summary>Whether a caller's list is one; nothing and <c>null</c> are an empty one.</summary>
    public static bool IsNothing(ReadOnlySpan<byte> caller) => caller.IsEmpty || caller.SequenceEqual("null"u8);

    /// <summary>Ends the request where its template allows no system messages.</summary>
    public static void RefuseSystem(in PromptDraft draft)
    {
        if (draft.CallerSystem == CallerSystem.Refuse)
            throw PromptFaults.SystemRefused(draft.Rendering.Template!.Id);
    }

    /// <summary>Writes a comma where something stands before.</summary>
    public static void Separate(ref PromptDraft draft, ref bool isFirst)
    {
        if (!isFirst)
            draft.Raw(","u8);
        isFirst = false;
    }

    private static bool IsOperators(ReadOnlySpan<byte> message)
    {
        var walk = new JsonWalk(message);
        while (walk.Next())
        {
            if (JsonText.Means(walk.Name, "role"u8) && IsOperatorsRole(walk.Text))
                return true;
        }

        return false;
    }

    private static bool IsOperatorsRole(ReadOnlySpan<byte> role)
    {
        Span<byte> plain = stackalloc byte[LongestRole];
        if (role.Length > LongestRole)
            return false;
        plain = plain[..JsonText.Unescape(role, plain)];
        return System.Text.Ascii.EqualsIgnoreCase(plain, "system"u8) || System.Text.Ascii.EqualsIgnoreCase(plain, "developer"u8);
    }
}
