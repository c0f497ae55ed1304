using LlmProxy.Core.Json;

namespace LlmProxy.Core.Tokens.Prompts;

/// <summary>Counts what completions and embeddings take: a string, a list of strings, the ids of tokens, or lists of those.</summary>
internal static class TextCounter
{
    /// <summary>Adds all of it.</summary>
    public static void Add(ReadOnlySpan<byte> value, TokenTally tally) => Add(value, tally, 0);

    private static void Add(ReadOnlySpan<byte> value, TokenTally tally, int depth)
    {
        if (value is [(byte)'"', ..])
        {
            tally.AddText(JsonMember.Inside(value));
            return;
        }

        var elements = new JsonWalk(value);
        while (elements.Next())
        {
            if (elements.Value[0] is >= (byte)'0' and <= (byte)'9')
                tally.Add(1);
            else if (elements.Value[0] is (byte)'"' or (byte)'[' && depth < 2)
                Add(elements.Value, tally, depth + 1);
            else
                tally.Doubt();
        }
    }
}
