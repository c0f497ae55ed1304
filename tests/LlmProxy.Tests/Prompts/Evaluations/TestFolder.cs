namespace LlmProxy.Tests.Prompts.Evaluations;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"llmproxy-{Guid.NewGuid():N}");

    /// <summary>Names of the files, in their order.</summary>
    public IEnumerable<string> Names => Directory.Exists(Path) ? Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetFileName(file)!).Order(StringComparer.Ordinal) : [];

    /// <summary>Writes a file of the log.</summary>
    public string Add(string day, int number, string text)
    {
        var path = System.IO.Path.Combine(Path, $"{day}-{number:D26}.jsonl");
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
