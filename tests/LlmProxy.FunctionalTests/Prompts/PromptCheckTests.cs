using LlmProxy.FunctionalTests.Support;
using LlmProxy.Host.Commands;

namespace LlmProxy.FunctionalTests.Prompts;

/// <summary>The verb that checks a configuration reads prompts too.</summary>
public sealed class PromptCheckTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"llmproxy-{Guid.NewGuid():N}.json");
    private readonly PromptFolderFixture _folder = new(("chat@v10", "Ten."), ("chat@v2", "Two."), ("rag@v1", "Rag."));

    public void Dispose()
    {
        File.Delete(_file);
        _folder.Dispose();
    }

    [Fact]
    public void Check_GoodFolder_TellsPromptsAndVersions()
    {
        var (code, lines) = Check("\"Prompt\": \"chat\"");

        Assert.Equal(0, code);
        Assert.Equal(["prompt   chat: v2, v10", "prompt   rag: v1", $"{_file} is valid."], lines);
    }

    [Fact]
    public void Check_BadPrompt_IsNotValidAndTellsFileAndLine()
    {
        _folder.Write("chat@v3", "Fine.\n{{broken");

        var (code, lines) = Check("\"Prompt\": \"chat\"");

        Assert.Equal(2, code);
        Assert.StartsWith($"error    {Path.Combine(_folder.Path, "chat", "v3.md")}:2", lines[^2], StringComparison.Ordinal);
        Assert.Equal($"{_file} is not valid: 1 error.", lines[^1]);
    }

    [Fact]
    public void Check_RouteNamesNoPrompt_IsNotValid()
    {
        var (code, lines) = Check("\"Prompt\": \"chats\"");

        Assert.Equal(2, code);
        Assert.StartsWith("error    ReverseProxy:Routes:llm:Llm:Prompt", lines[0], StringComparison.Ordinal);
    }

    private (int Code, string[] Lines) Check(string route)
    {
        // Nobody listens there, and nobody is asked.
        File.WriteAllText(_file, TestGateway.Config(new Uri("http://127.0.0.1:1/"), proxy: _folder.Section, route: route));
        using var output = new StringWriter();
        var code = CheckVerb.Run([_file], output);
        return (code, output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
