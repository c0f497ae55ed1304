using System.Collections.Frozen;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Files;

/// <summary>Reads front matter: what a version says beside its text.</summary>
internal static class FrontMatterReader
{
    /// <summary>More than any model writes.</summary>
    private const long MostTokens = 100_000_000;

    /// <summary>Above it every provider refuses.</summary>
    private const decimal HottestTemperature = 2;

    private static readonly string[] Names =
        ["description", "author", "model", "max_tokens", "temperature", "caller_system", "response_schema", "variables"];

    private static readonly FrozenDictionary<string, CallerSystem> SystemWords = new Dictionary<string, CallerSystem>
    {
        ["keep"] = CallerSystem.Keep,
        ["drop"] = CallerSystem.Drop,
        ["refuse"] = CallerSystem.Refuse,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <param name="text">The lines between the two <c>---</c>.</param>
    /// <param name="firstLine">Which line of the file that is, from 1.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static FrontMatter Read(string text, int firstLine, ICollection<PromptFault> faults)
    {
        var matter = new FrontMatter();
        if (YamlTree.Read(text, firstLine, faults) is not { IsNull: false } tree)
            return matter;
        var scalars = new YamlScalars(faults);
        foreach (var (name, value) in scalars.Members("front matter", tree))
            Set(matter, scalars, name, value);
        return matter;
    }

    private static void Set(FrontMatter matter, YamlScalars scalars, string name, YamlValue value)
    {
        switch (name)
        {
            case "description":
                matter.Description = scalars.Text(name, value, 2_000);
                break;
            case "author":
                matter.Author = scalars.Text(name, value, 200);
                break;
            case "model":
                matter.Settings = matter.Settings with { Model = scalars.Text(name, value, 200) };
                break;
            case "max_tokens":
                matter.Settings = matter.Settings with { MaxTokens = scalars.WholeNumber(name, value, 1, MostTokens) };
                break;
            case "temperature":
                matter.Settings = matter.Settings with { Temperature = scalars.Number(name, value, 0, HottestTemperature) };
                break;
            case "caller_system":
                matter.CallerSystem = scalars.Word(name, value, SystemWords) ?? default;
                break;
            case "response_schema":
                _ = scalars.Members(name, value);
                matter.Settings = matter.Settings with { ResponseSchema = value.Members is null ? null : YamlJson.Of(value) };
                break;
            case "variables":
                matter.Variables = VariablesReader.Read(scalars, value);
                break;
            default:
                scalars.Unknown(name, value, Names);
                break;
        }
    }
}
