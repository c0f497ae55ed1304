using System.Text.Json.Nodes;
using LlmProxy.Core.Errors;
using LlmProxy.Host.Prompts;
using LlmProxy.Prompts.Files;

namespace LlmProxy.Tests.Host.Prompts;

public sealed class PromptTryoutTests
{
    [Fact]
    public void Render_LongValueManyTimes_IsRefusedBeforeItIsWritten()
    {
        var text = "---\nvariables:\n  a: { max_length: 1000 }\n---\n" + string.Concat(Enumerable.Repeat("{{a}}", 5_000));
        var template = PromptFileReader.Read(new("chat", "v1"), text, "x").Template!;

        // 5,000 times 800 characters are 4.0 million, 5,000 times 1,000 are 5.0 million; 4 MiB are 4.2 million.
        var shown = PromptTryout.Render(template, new JsonObject { ["a"] = new string('b', 800) }, null);
        var error = Assert.Throws<LlmException>(() => PromptTryout.Render(template, new JsonObject { ["a"] = new string('b', 1_000) }, null));

        Assert.Equal(4_000_000, ((string?)shown[0]!["content"])!.Length);
        Assert.Equal(413, error.Error.Status);
    }
}
