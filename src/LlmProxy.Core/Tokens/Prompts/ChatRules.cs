namespace LlmProxy.Core.Tokens.Prompts;

/// <summary>What a model's chat format adds to the tokens of its texts.</summary>
/// <remarks>
/// OpenAI published the rule of 3 tokens a message, 1 a name and 3 for the reply's beginning
/// (<c>openai-cookbook</c>, "How to count tokens with tiktoken"). The rest is measured against prompts with the count that the
/// service billed; see <c>docs/tokens.md</c> for the error that remains.
/// </remarks>
public sealed record ChatRules
{
    /// <summary>The models from gpt-3.5-turbo-0613 to gpt-4.5, and whatever else there is no better rule for.</summary>
    public static ChatRules Usual { get; } = new();

    /// <summary>The models that reason: their tools come in another frame.</summary>
    public static ChatRules Reasoning { get; } = new() { Reply = 2, PerCall = 9, Tools = 81 };

    /// <summary>The models of OpenAI's "harmony" format: a channel's name stands before what they said.</summary>
    public static ChatRules Channels { get; } = Reasoning with { PerAnswer = 2 };

    /// <summary>For each message, its role and its texts apart.</summary>
    public int PerMessage { get; init; } = 3;

    /// <summary>For each name that is not the message's role, the name's own tokens apart.</summary>
    public int PerName { get; init; } = 1;

    /// <summary>For the beginning of the answer.</summary>
    public int Reply { get; init; } = 3;

    /// <summary>For each text that the model said before.</summary>
    public int PerAnswer { get; init; }

    /// <summary>For a call of a tool with its result, its arguments and twice its name apart.</summary>
    public int PerCall { get; init; } = 3;

    /// <summary>For the definitions of tools, their text and the message that holds it apart.</summary>
    public int Tools { get; init; } = -1;

    /// <summary>Whether the rules fit what the service bills to the token, for prompts of text alone.</summary>
    public bool IsExact { get; init; } = true;

    /// <summary>The rules for <paramref name="model"/>.</summary>
    public static ChatRules For(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var name = ModelEncodings.Bare(model);
        if (Begins(name, "gpt-3.5-turbo-0301") || Begins(name, "gpt-35-turbo-0301"))
            return Usual with { PerMessage = 4, PerName = -1 };
        // They were given a system prompt of their own; one recorded prompt tells its size.
        if (Begins(name, "o1-mini") || Begins(name, "o1-preview"))
            return Reasoning with { Reply = 10, IsExact = false };
        if (Begins(name, "gpt-oss"))
            return Channels with { IsExact = false };
        if (Begins(name, "gpt-5"))
            return Channels;
        if (Begins(name, "o1") || Begins(name, "o3") || Begins(name, "o4") || Begins(name, "codex"))
            return Reasoning;
        return name.Contains("search-preview", StringComparison.OrdinalIgnoreCase) || ModelEncodings.Find(model) is null
            ? Usual with { IsExact = false }
            : Usual;
    }

    private static bool Begins(ReadOnlySpan<char> name, string beginning) => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
}
