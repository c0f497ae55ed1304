using System.Globalization;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Which text of an answer it is: the same whether it comes in pieces or whole, and never anything of what it says.</summary>
/// <param name="Protocol">The provider's protocol.</param>
/// <param name="Kind">Whose text it is.</param>
/// <param name="Group">The choice, output item or content block, from 0; -1: it stands in none.</param>
/// <param name="Number">Which of several in there, from 0: a part of an item, a call of a tool; <c>null</c>: there is one.</param>
public readonly record struct AnswerAddress(AnswerProtocol Protocol, TextKind Kind, int Group, int? Number = null)
{
    /// <summary>Which part of a text it is that goes on over neighbouring blocks, from 0; <c>null</c>: a text of its own.</summary>
    public int? Part { get; init; }

    /// <summary>The address as records have it: <c>choices[0].assistant</c>, <c>output[2].tool_arguments[0]</c>, <c>content[1].reasoning</c>.</summary>
    public override string ToString()
    {
        var name = Kind switch
        {
            TextKind.Assistant => "assistant",
            TextKind.Reasoning => "reasoning",
            TextKind.Refusal => "refusal",
            TextKind.ToolArguments => "tool_arguments",
            _ => "other",
        };
        if (Number is { } number)
            name = string.Create(CultureInfo.InvariantCulture, $"{name}[{number}]");
        return Group < 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{List}[{Group}].{name}");
    }

    private string List => Protocol switch
    {
        AnswerProtocol.Responses => "output",
        AnswerProtocol.Messages => "content",
        _ => "choices",
    };
}
