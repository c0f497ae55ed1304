using System.Globalization;

namespace LlmProxy.Core.Prompts;

/// <summary>Which values a variable takes.</summary>
public static class PromptValueRules
{
    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>What is wrong with a value, as the rest of a sentence that begins with the variable; <c>null</c>: nothing. Never the value itself.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="text">The value as it is written: of a string its characters.</param>
    public static string? Problem(PromptVariable variable, string text)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(text);
        return variable.Type switch
        {
            PromptVariableType.Text => OfText(variable, text),
            PromptVariableType.WholeNumber => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? OfNumber(variable, whole)
                : "must be a whole number",
            PromptVariableType.Number => decimal.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var number)
                ? OfNumber(variable, number)
                : "must be a number",
            PromptVariableType.Boolean => text is "true" or "false" ? null : "must be true or false",
            _ => throw new System.Diagnostics.UnreachableException($"Variables of type {variable.Type} have no rule."),
        };
    }

    /// <summary>What is said of a text that is too long.</summary>
    internal static string TooLong(PromptVariable variable) => string.Create(CultureInfo.InvariantCulture, $"is longer than {variable.MaxLength} characters");

    private static string? OfText(PromptVariable variable, string text)
    {
        if (variable.Choices.Count > 0)
            return variable.Choices.Contains(text, StringComparer.Ordinal) ? null : $"must be one of {string.Join(", ", variable.Choices.Take(20))}";
        return text.Length <= variable.MaxLength ? null : TooLong(variable);
    }

    private static string? OfNumber(PromptVariable variable, decimal number)
    {
        if (number < variable.Min)
            return string.Create(CultureInfo.InvariantCulture, $"is less than {variable.Min}");
        return number > variable.Max ? string.Create(CultureInfo.InvariantCulture, $"is more than {variable.Max}") : null;
    }
}
