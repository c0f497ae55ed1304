using System.Text.Json.Nodes;
using LlmProxy.Core.Prompts;
using LlmProxy.Host.Commands.Evaluations.Replaying;

namespace LlmProxy.Tests.Host.Commands.Evaluations;

public sealed class ReplayRequestTests
{
    private static readonly ReplayCommand ToVersion = new() { File = "f", Prompt = new PromptId("chat", "v2") };

    [Theory]
    // Whichever way the caller named the prompt, the new version gets its variables.
    [InlineData("""{"prompt":{"id":"chat","version":"v1","variables":{"name":"Ann"}},"messages":[]}""", """{"prompt":{"id":"chat","version":"v2","variables":{"name":"Ann"}},"messages":[]}""")]
    [InlineData("""{"messages":[],"metadata":{"llmproxy_prompt":"chat","llmproxy_prompt_variables":"{\"name\":\"Ann\"}"}}""", """{"messages":[],"prompt":{"id":"chat","version":"v2","variables":{"name":"Ann"}}}""")]
    [InlineData("""{"messages":[],"stream":true}""", """{"messages":[],"prompt":{"id":"chat","version":"v2"}}""")]
    public async Task Create_Version_IsNamed(string recorded, string expected)
    {
        using var request = ReplayRequest.Create(Recorded(recorded), ToVersion);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(await request.Content!.ReadAsStringAsync())));
        Assert.Equal("chat@v2", Assert.Single(request.Headers.GetValues("x-llmproxy-prompt")));
    }

    [Fact]
    public async Task Create_Model_KeepsTheRecordedVersion()
    {
        using var request = ReplayRequest.Create(Recorded("""{"model":"old","messages":[]}""", "chat@v1"), new() { File = "f", Model = "new" });

        Assert.Equal("""{"model":"new","messages":[],"prompt":{"id":"chat","version":"v1"}}""", await request.Content!.ReadAsStringAsync());
    }

    [Fact]
    public async Task Create_NoPrompt_NamesNone()
    {
        using var request = ReplayRequest.Create(Recorded("""{"messages":[],"prompt":{"id":"pmpt_1"}}"""), new() { File = "f", Model = "new" });

        Assert.Equal("""{"messages":[],"prompt":{"id":"pmpt_1"},"model":"new"}""", await request.Content!.ReadAsStringAsync());
        Assert.False(request.Headers.Contains("x-llmproxy-prompt"));
    }

    [Fact]
    public async Task Create_Completion_KeepsItsText()
    {
        using var request = ReplayRequest.Create(Recorded("""{"prompt":"Once"}""", path: "/v1/completions"), ToVersion);

        Assert.Equal("""{"prompt":"Once"}""", await request.Content!.ReadAsStringAsync());
        Assert.Equal("chat@v2", Assert.Single(request.Headers.GetValues("x-llmproxy-prompt")));
    }

    private static RecordedRequest Recorded(string body, string? prompt = null, string path = "/v1/chat/completions") =>
        new("01A", path, (JsonObject)JsonNode.Parse(body)!, prompt, new());
}
