using System.Buffers;
using System.Text;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Prompts;

/// <summary>Checks a value that is written as a JSON string, without making a string of a long text.</summary>
internal static class PromptValueCheck
{
    /// <summary>What is wrong with a value; <c>null</c>: nothing.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="inside">The inside of the string, escapes not resolved.</param>
    public static string? OfString(PromptVariable variable, ReadOnlySpan<byte> inside)
    {
        // A character is at least a byte, so most texts are short enough at first sight.
        if (variable is { Type: PromptVariableType.Text, Choices.Count: 0 } && inside.Length <= variable.MaxLength)
            return null;
        var plain = ArrayPool<byte>.Shared.Rent(inside.Length);
        try
        {
            var text = plain.AsSpan(0, JsonText.Unescape(inside, plain));
            return variable is { Type: PromptVariableType.Text, Choices.Count: 0 }
                ? Encoding.UTF8.GetCharCount(text) > variable.MaxLength ? PromptValueRules.TooLong(variable) : null
                : PromptValueRules.Problem(variable, Encoding.UTF8.GetString(text[..Math.Min(text.Length, PromptVariable.DefaultMaxLength * 4)]));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }
}
