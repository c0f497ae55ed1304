using System.Net;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Exchange;

public sealed class DroppedFieldTests
{
    private const string Answer =
        """{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""";

    [Fact]
    public async Task Translated_FieldsWithoutCounterpart_AreListed()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "anthropic");

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", """{"model":"claude-x","messages":[{"role":"user","content":"x"}],"seed":7,"logit_bias":{"1":1}}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var dropped = response.Headers.GetValues("x-llmproxy-dropped").Single().Split(", ");
        Assert.Equal(["logit_bias", "seed"], dropped.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("seed", provider.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Translated_NothingDropped_HasNoHeader()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "anthropic");

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"claude-x","messages":[{"role":"user","content":"x"}]}""");

        Assert.False(response.Headers.Contains("x-llmproxy-dropped"));
    }

    [Fact]
    public async Task Translated_ToolTypeWithoutCounterpart_Is400AndNeverReachesTheProvider()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "anthropic");

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", """{"model":"claude-x","messages":[{"role":"user","content":"x"}],"tools":[{"type":"custom","custom":{"name":"a"}}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(provider.Requests);
    }
}
