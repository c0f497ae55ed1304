using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Requests;

/// <summary>Finds all texts of a request that a model can read.</summary>
/// <remarks>
/// Every string is a text but those under names that are known to be none, and binary data; so a field that did not exist yesterday is
/// scanned today. A role that is not known, or told twice, makes its texts <see cref="TextKind.Other"/>, which every guard sees.
/// </remarks>
public static class RequestTexts
{
    /// <summary>The most texts of one request: 100,000; what each costs beside its length would make a body of short ones dear.</summary>
    public const int MaxTexts = 100_000;

    /// <summary>Adds the texts of <paramref name="body"/> to <paramref name="texts"/>, in their order.</summary>
    /// <param name="body">A JSON object that was read as valid before, its nesting bounded.</param>
    /// <param name="texts">Takes them.</param>
    /// <returns>False: there are more than <see cref="MaxTexts"/>, and the others are missing.</returns>
    public static bool Collect(ReadOnlySpan<byte> body, List<RequestText> texts) => Collect(body, texts, out _);

    /// <summary>Adds the texts of <paramref name="body"/> to <paramref name="texts"/>, in their order.</summary>
    /// <param name="body">A JSON object that was read as valid before, its nesting bounded.</param>
    /// <param name="texts">Takes them.</param>
    /// <param name="unread">What else a model reads of it.</param>
    /// <returns>False: there are more than <see cref="MaxTexts"/>, and the others are missing.</returns>
    public static bool Collect(ReadOnlySpan<byte> body, List<RequestText> texts, out UnreadContent unread)
    {
        var found = new RequestTextWalk(texts);
        var start = JsonScan.SkipWhite(body, 0);
        var walk = new JsonWalk(body[start..]);
        while (walk.Next())
        {
            var at = start + walk.ValueStart;
            var name = walk.Name;
            if (RequestNames.IsStructuralTop(name))
                continue;
            if (Is(name, "messages"u8) || Is(name, "input"u8))
                Messages(ref found, walk.Value, at);
            else if (Is(name, "system"u8) || Is(name, "instructions"u8))
                found.Texts(walk.Value, at, new(TextKind.System, found.NextGroup(), -1));
            else if (Is(name, "tools"u8) || Is(name, "functions"u8) || Is(name, "response_format"u8) || Is(name, "text"u8) || Is(name, "output_format"u8)
                || Is(name, "output_config"u8) || Is(name, "mcp_servers"u8))
                Separate(ref found, walk.Value, at, TextKind.Tools);
            else if (Is(name, "prompt"u8))
                found.Texts(walk.Value, at, new(TextKind.User, -1, -1) { IsPrompt = true });
            else if (Is(name, "suffix"u8) || Is(name, "prediction"u8))
                Separate(ref found, walk.Value, at, TextKind.User);
            else if (RequestNames.IsData(name))
                found.Texts(walk.Value, at, new(TextKind.Other, -1, -1) { IsData = true });
            else
                Separate(ref found, walk.Value, at, TextKind.Other);
        }

        unread = found.Unread;
        return !found.IsFull;
    }

    /// <summary>A string, or a list of strings (prompts, texts to embed) or of messages.</summary>
    private static void Messages(ref RequestTextWalk found, ReadOnlySpan<byte> value, int at)
    {
        if (value is not [(byte)'[', ..])
        {
            found.Texts(value, at, new(TextKind.User, found.NextGroup(), -1) { IsPrompt = true });
            return;
        }

        var number = 0;
        var walk = new JsonWalk(value);
        while (walk.Next())
        {
            var kind = walk.Value is [(byte)'{', ..] ? RequestRoles.KindOf(walk.Value) : TextKind.User;
            found.Texts(walk.Value, at + walk.ValueStart, new(kind, found.NextGroup(), number++) { IsPrompt = true });
        }
    }

    /// <summary>Each string is a text of its own.</summary>
    private static void Separate(ref RequestTextWalk found, ReadOnlySpan<byte> value, int at, TextKind kind) => found.Texts(value, at, new(kind, -1, -1));

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected) => JsonText.Means(name, expected);
}
