using System.Globalization;
using LlmProxy.Configuration.Binding;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Files;

/// <summary>Reads the scalars of front matter, and says where one is not what it should be.</summary>
internal sealed class YamlScalars(ICollection<PromptFault> faults)
{
    /// <summary>Where what is wrong is told.</summary>
    public ICollection<PromptFault> Faults => faults;

    /// <summary>A text of at most <paramref name="longest"/> characters; <c>null</c>: nothing is said, or it is wrong and said so.</summary>
    public string? Text(string name, YamlValue value, int longest)
    {
        if (value.IsNull)
            return null;
        if (value.Text is null)
            return Wrong(name, value, "is not a text", "write it in quotes");
        return value.Text.Length is > 0 && value.Text.Length <= longest
            ? value.Text
            : Wrong(name, value, $"has {value.Text.Length} characters", $"it has 1 to {longest}");
    }

    /// <summary>A whole number.</summary>
    public long? WholeNumber(string name, YamlValue value, long least, long most)
    {
        if (value.IsNull)
            return null;
        if (!value.IsQuoted && long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Wrong(name, value, "is " + Shown(value), string.Create(CultureInfo.InvariantCulture, $"it must be a whole number from {least} to {most}"));
        return null;
    }

    /// <summary>A number.</summary>
    public decimal? Number(string name, YamlValue value, decimal? least = null, decimal? most = null)
    {
        if (value.IsNull)
            return null;
        if (!value.IsQuoted && decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !(number < least) && !(number > most))
            return number;
        var range = least is null ? "" : string.Create(CultureInfo.InvariantCulture, $" from {least} to {most}");
        Wrong(name, value, "is " + Shown(value), $"it must be a number{range}");
        return null;
    }

    /// <summary>One of some words.</summary>
    public T? Word<T>(string name, YamlValue value, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (value.Text is { } text && words.TryGetValue(text, out var word))
            return word;
        Wrong(name, value, "is " + Shown(value), $"it can be {SafeValue.List(words.Keys)}");
        return null;
    }

    /// <summary>The members of a mapping; none where it is wrong and said so.</summary>
    public IReadOnlyList<KeyValuePair<string, YamlValue>> Members(string name, YamlValue value)
    {
        if (value.Members is { } members)
            return members;
        if (!value.IsNull)
            Wrong(name, value, "is " + Shown(value), "it must be a mapping: names with values, indented below it");
        return [];
    }

    /// <summary>Notes a name that nothing here has.</summary>
    public void Unknown(string name, YamlValue value, IEnumerable<string> known) =>
        faults.Add(new(value.Line, $"says {SafeValue.Show(name)}, which is not a setting", NameSuggestion.For(name, known)));

    private string? Wrong(string name, YamlValue value, string problem, string remedy)
    {
        faults.Add(new(value.Line, $"says '{name}', which {problem}", remedy));
        return null;
    }

    private static string Shown(YamlValue value) => value.Text is { } text ? SafeValue.Show(text) : value.Items is null ? "a mapping" : "a list";
}
