namespace LlmProxy.Core.Tokens.Answers;

/// <summary>The members of answers that hold what a model said.</summary>
internal static class AnswerNames
{
    /// <summary>Whether a string of this name is text that the model made.</summary>
    public static bool IsText(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => name.SequenceEqual("text"u8) || name.SequenceEqual("name"u8),
        5 => name.SequenceEqual("input"u8),
        7 => name.SequenceEqual("content"u8) || name.SequenceEqual("refusal"u8),
        8 => name.SequenceEqual("thinking"u8),
        9 => name.SequenceEqual("arguments"u8),
        12 => name.SequenceEqual("partial_json"u8),
        17 => name.SequenceEqual("reasoning_content"u8),
        _ => false,
    };
}
