using System.Collections;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace LlmProxy.Benchmarks.Tokens;

/// <summary>Real text that is on every computer which can run the benchmark; no line comes twice.</summary>
internal static partial class SampleTexts
{
    private const int Bytes = 1_500_000;
    private const int ShortestProse = 60;

    private static string Dotnet => Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    /// <summary>The folder of the repository.</summary>
    public static string Root([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../.."));

    /// <summary>Prose: what the packages of <c>tests/sdk</c> and .NET's reference documentation say.</summary>
    public static string English(string root) => Join(
        Files(Path.Combine(root, "tests", "sdk", "node_modules"), ".md").SelectMany(File.ReadLines)
            .Concat(Files(Path.Combine(Dotnet, "packs"), ".xml").SelectMany(File.ReadLines).Select(WithoutTags))
            .Where(IsProse));

    /// <summary>JavaScript and TypeScript: the packages of <c>tests/sdk</c>.</summary>
    public static string Code(string root) =>
        Join(Files(Path.Combine(root, "tests", "sdk", "node_modules"), ".js", ".ts").SelectMany(File.ReadLines));

    /// <summary>Chinese, Japanese and Korean: the messages of the .NET SDK.</summary>
    public static string Cjk()
    {
        string[] languages = ["zh-Hans", "ja", "zh-Hant", "ko"];
        var messages = languages.Select(language => Files(Path.Combine(Dotnet, "sdk"), ".resources.dll")
            .Where(file => IsIn(file, language))
            .SelectMany(MessagesOf)
            .SelectMany(message => message.Split('\n'))
            .Where(line => line.Count(c => c >= 0x3000) * 2 > line.Length));

        // A line of each in turn, so that all have the same part.
        return Join(Interleave([.. messages.Select(lines => lines.GetEnumerator())]));
    }

    private static string Join(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        var size = 0;
        foreach (var line in lines.Select(line => line.TrimEnd()).Where(line => line.Length > 0).Distinct())
        {
            text.Append(line).Append('\n');
            size += Encoding.UTF8.GetByteCount(line) + 1;
            if (size >= Bytes)
            {
                return text.ToString();
            }
        }

        throw new InvalidOperationException($"There are only {size} of {Bytes} bytes of such text; is tests/sdk installed (npm ci)?");
    }

    private static IEnumerable<string> Files(string folder, params string[] ends) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => ends.Any(file.EndsWith)).Order(StringComparer.Ordinal);

    private static bool IsIn(string file, string folder) => Path.GetFileName(Path.GetDirectoryName(file)) == folder;

    private static IEnumerable<string> MessagesOf(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        foreach (var handle in metadata.ManifestResources)
        {
            var offset = (int)metadata.GetManifestResource(handle).Offset;
            var content = image.GetSectionData(image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress).GetContent();
            var length = BitConverter.ToInt32(content.AsSpan(offset, 4));
            using var reader = new ResourceReader(new MemoryStream([.. content.AsSpan(offset + 4, length)]));
            foreach (DictionaryEntry entry in reader)
            {
                if (entry.Value is string message)
                {
                    yield return message;
                }
            }
        }
    }

    private static IEnumerable<string> Interleave(IEnumerator<string>[] all)
    {
        for (var going = true; going;)
        {
            going = false;
            foreach (var one in all.Where(one => one.MoveNext()))
            {
                going = true;
                yield return one.Current;
            }
        }
    }

    private static bool IsProse(string line) =>
        line.Length >= ShortestProse && line.Count(c => char.IsAsciiLetterLower(c) || c == ' ') * 10 > line.Length * 9;

    private static string WithoutTags(string line) => Tag().Replace(line, string.Empty).Trim();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
