using LlmProxy.Core.Prompts;

namespace LlmProxy.Host.Prompts;

/// <summary>A variable, in the words of files.</summary>
internal sealed record PromptVariableView(string Name, string Type, string? Default, int? MaxLength, decimal? Min, decimal? Max, IReadOnlyList<string>? Enum)
{
    /// <summary>A variable of a template.</summary>
    public static PromptVariableView Of(PromptVariable variable) => new(
        variable.Name,
        variable.Type switch
        {
            PromptVariableType.Text => "string",
            PromptVariableType.WholeNumber => "integer",
            PromptVariableType.Number => "number",
            PromptVariableType.Boolean => "boolean",
            _ => throw new System.Diagnostics.UnreachableException($"Type {variable.Type} has no word."),
        },
        variable.Default,
        variable.Type == PromptVariableType.Text ? variable.MaxLength : null,
        variable.Min,
        variable.Max,
        variable.Choices.Count > 0 ? variable.Choices : null);
}
