using System.Globalization;
using System.Text.RegularExpressions;

namespace LlmProxy.Tests.Configuration;

/// <summary>Every configuration that the repository shows to people.</summary>
internal static partial class SampleFiles
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The default configuration, the examples, and every configuration in a <c>json</c> block of the documentation.</summary>
    public static TheoryData<string> Names() =>
    [
        "config/llmproxy.json",
        .. Files("config/examples", "*.json"),
        .. new[] { "README.md" }.Concat(Files("docs", "*.md"))
            .Where(page => File.Exists(Path.Combine(Root, page)))
            .SelectMany(page => Blocks(page).Select((_, index) => $"{page}#{index}")),
    ];

    /// <summary>The text behind a name.</summary>
    public static string Read(string name) => name.Split('#') is [var page, var index]
        ? Blocks(page)[int.Parse(index, CultureInfo.InvariantCulture)]
        : File.ReadAllText(Path.Combine(Root, name));

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern)
            .Select(file => $"{folder}/{Path.GetFileName(file)}")
            .Order(StringComparer.Ordinal);

    // Other JSON in the documentation is requests and answers.
    private static string[] Blocks(string page) =>
    [
        .. JsonBlock().Matches(File.ReadAllText(Path.Combine(Root, page)))
            .Select(match => match.Groups[1].Value)
            .Where(text => text.Contains("\"ReverseProxy\"", StringComparison.Ordinal) || text.Contains("\"LlmProxy\"", StringComparison.Ordinal)),
    ];

    [GeneratedRegex("^```json\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex JsonBlock();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LlmProxy.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository is not above the tests.");
        }

        return folder;
    }
}
