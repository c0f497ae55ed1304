using System.Collections.Frozen;
using LlmProxy.Configuration.Binding;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Files;

/// <summary>Reads the declarations of a template's variables.</summary>
internal static class VariablesReader
{
    /// <summary>The most variables of a template.</summary>
    public const int MaxVariables = 100;

    /// <summary>The most choices of one.</summary>
    private const int MaxChoices = 100;

    /// <summary>No text of a request can be longer.</summary>
    private const int LongestText = 10_000_000;

    private static readonly string[] Names = ["type", "default", "max_length", "min", "max", "enum", "description"];

    private static readonly FrozenDictionary<string, PromptVariableType> Types = new Dictionary<string, PromptVariableType>
    {
        ["string"] = PromptVariableType.Text,
        ["integer"] = PromptVariableType.WholeNumber,
        ["number"] = PromptVariableType.Number,
        ["boolean"] = PromptVariableType.Boolean,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads the mapping <paramref name="value"/>.</summary>
    public static IReadOnlyList<PromptVariable> Read(YamlScalars scalars, YamlValue value)
    {
        var variables = new List<PromptVariable>();
        foreach (var (name, declaration) in scalars.Members("variables", value))
        {
            if (!PromptVariable.IsName(name))
                scalars.Faults.Add(new(declaration.Line, $"declares {SafeValue.Show(name)}", "a variable's name has 1 to 64 letters, digits and _, begins with a letter, and is not 'role' or 'history'"));
            else if (!variables.Exists(other => other.Name == name))
                variables.Add(Check(ReadOne(scalars, name, declaration), declaration, scalars.Faults));
        }

        if (variables.Count > MaxVariables)
            scalars.Faults.Add(new(value.Line, $"declares {variables.Count} variables", $"a template can have {MaxVariables}"));
        return variables;
    }

    private static PromptVariable ReadOne(YamlScalars scalars, string variable, YamlValue declaration)
    {
        var read = new PromptVariable { Name = variable };
        foreach (var (name, value) in scalars.Members(variable, declaration))
        {
            switch (name)
            {
                case "type":
                    read = read with { Type = scalars.Word(name, value, Types) ?? default };
                    break;
                case "default":
                    read = read with { Default = Default(scalars, value) };
                    break;
                case "max_length":
                    read = read with { MaxLength = (int)(scalars.WholeNumber(name, value, 1, LongestText) ?? PromptVariable.DefaultMaxLength) };
                    break;
                case "min":
                    read = read with { Min = scalars.Number(name, value) };
                    break;
                case "max":
                    read = read with { Max = scalars.Number(name, value) };
                    break;
                case "enum":
                    read = read with { Choices = Choices(scalars, value) };
                    break;
                case "description":
                    read = read with { Description = scalars.Text(name, value, 2_000) };
                    break;
                default:
                    scalars.Unknown(name, value, Names);
                    break;
            }
        }

        return read;
    }

    /// <summary>A default of no characters is one too, if it is written: <c>""</c>.</summary>
    private static string? Default(YamlScalars scalars, YamlValue value) =>
        value is { Text: "", IsQuoted: true } ? "" : scalars.Text("default", value, LongestText);

    private static List<string> Choices(YamlScalars scalars, YamlValue value)
    {
        if (value.Items is not { Count: > 0 and <= MaxChoices } items)
        {
            scalars.Faults.Add(new(value.Line, "says 'enum', which is no list of choices", $"write 1 to {MaxChoices} texts: [short, long]"));
            return [];
        }

        return [.. items.Select(item => scalars.Text("enum", item, PromptVariable.DefaultMaxLength)).OfType<string>()];
    }

    private static PromptVariable Check(PromptVariable variable, YamlValue declaration, ICollection<PromptFault> faults)
    {
        if (variable.Type is PromptVariableType.Text or PromptVariableType.Boolean && (variable.Min is not null || variable.Max is not null))
            faults.Add(new(declaration.Line, $"gives '{variable.Name}' a 'min' or 'max'", "they are for integer and number; max_length is for string"));
        if (variable.Type != PromptVariableType.Text && variable.Choices.Count > 0)
            faults.Add(new(declaration.Line, $"gives '{variable.Name}' an 'enum'", "that is for type string"));
        if (variable.Min > variable.Max)
            faults.Add(new(declaration.Line, $"gives '{variable.Name}' a 'min' above its 'max'", "min must be at most max"));
        if (variable.Default is { } written && PromptValueRules.Problem(variable, written) is { } problem)
            faults.Add(new(declaration.Line, $"gives '{variable.Name}' a 'default' that {problem}", "a default must be a value that a caller could give"));
        return variable;
    }
}
