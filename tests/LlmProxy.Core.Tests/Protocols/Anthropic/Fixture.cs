namespace LlmProxy.Core.Tests.Protocols.Anthropic;

/// <summary>The files beside these tests.</summary>
internal static class Fixture
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Protocols", "Anthropic", "Fixtures");

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public static TheoryData<string> Names(string extension)
    {
        var names = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(Folder, "*" + extension).Order(StringComparer.Ordinal))
            names.Add(Path.GetFileNameWithoutExtension(file));
        return names;
    }
}
