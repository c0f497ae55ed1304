using System.Text.Json;

namespace LlmProxy.FunctionalTests.Prompts;

/// <summary>A folder of prompts for one test.</summary>
internal sealed class PromptFolderFixture : IDisposable
{
    public PromptFolderFixture(params (string Id, string Text)[] files)
    {
        foreach (var (id, text) in files)
            Write(id, text);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("llmproxy-prompts").FullName;

    /// <summary>The gateway's section that names it.</summary>
    public string Section => $$"""
        "Prompts": { "Folder": {{JsonSerializer.Serialize(Path)}} }
        """;

    public void Write(string id, string text)
    {
        var parts = id.Split('@');
        Directory.CreateDirectory(System.IO.Path.Combine(Path, parts[0]));
        File.WriteAllText(System.IO.Path.Combine(Path, parts[0], parts[1] + ".md"), text);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
