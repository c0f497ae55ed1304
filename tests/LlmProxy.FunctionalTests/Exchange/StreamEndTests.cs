using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Exchange;

/// <summary>How a stream ends that does not end as it should: one error frame that a client can read, then an abort.</summary>
public sealed class StreamEndTests
{
    private const string Request = """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""";
    private const string RequestWithUsage = """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[]}""";
    private const string First = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"h\"}}]}\n\n";
    private const string Finish = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string Cut = "data: {\"id\":\"c1\",\"choi";

    [Theory]
    [InlineData(Request, First, First)]
    [InlineData(Request, "", "")]
    [InlineData(RequestWithUsage, First, First + Cut + "\n\n")]
    [InlineData(RequestWithUsage, "", Cut + "\n\n")]
    public async Task Stream_EndsInsideAFrame_ErrorIsAFrameOfItsOwn(string request, string whole, string before)
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(whole + Cut);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, route: TestGateway.NoGate);

        var (text, isCut) = await StreamAsync(gateway, request);

        Assert.StartsWith(before + "data: {\"error\":{", text, StringComparison.Ordinal);
        Assert.Contains("\"upstream_truncated\"", text, StringComparison.Ordinal);
        Assert.True(isCut);
    }

    [Theory]
    [InlineData(Request)]
    [InlineData(RequestWithUsage)]
    public async Task Stream_MalformedFrame_EndsInAnErrorFrame(string request)
    {
        await using var provider = await ScriptedProvider.StartStreamAsync("data: {oops\n\n" + First + Finish + "data: [DONE]\n\n");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, route: TestGateway.NoGate);

        var (text, isCut) = await StreamAsync(gateway, request);

        Assert.Contains("data: {\"error\":{", text, StringComparison.Ordinal);
        Assert.EndsWith("\"code\":\"malformed_stream\"}}\n\n", text, StringComparison.Ordinal);
        Assert.True(isCut);
    }

    [Theory]
    [InlineData("data: {oops\n\n")]
    [InlineData("data: {\"type\":\"message_sta")]
    public async Task Stream_TranslatedAndMalformed_TellsOneError(string frames)
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(frames);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "anthropic", route: TestGateway.NoGate);

        var (text, isCut) = await StreamAsync(gateway, Request);

        Assert.Equal(2, text.Split("\"error\":").Length);
        Assert.EndsWith("}}\n\n", text, StringComparison.Ordinal);
        Assert.True(isCut);
    }

    [Fact]
    public async Task Stream_LastWordsWithoutABlankLine_AreTheEnd()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(First + Finish + "data: [DONE]");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, route: TestGateway.NoGate);

        var (text, isCut) = await StreamAsync(gateway, Request);

        Assert.Equal(First + Finish + "data: [DONE]", text);
        Assert.False(isCut);
    }

    [Fact]
    public async Task Stream_ProvidersErrorWithoutABlankLine_StaysItsOwn()
    {
        const string error = "data: {\"error\":{\"message\":\"boom\",\"code\":\"server_error\"}}";
        await using var provider = await ScriptedProvider.StartStreamAsync(First + error);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, route: TestGateway.NoGate);

        var (text, isCut) = await StreamAsync(gateway, Request);

        Assert.Equal(First + error, text);
        Assert.True(isCut);
    }

    [Fact]
    public async Task Answer_WithoutABody_IsLoggedWithItsStatus()
    {
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        var logs = new LogCollector();
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, configure: logs.AddTo);

        using var response = await gateway.PostAsync("/v1/chat/completions", Request);

        Assert.Equal(204, (await logs.WaitForAsync("RequestFinished"))["Status"]);
    }

    private static async Task<(string Text, bool IsCut)> StreamAsync(TestGateway gateway, string request) =>
        await BrokenBody.ReadAsync(await gateway.PostAsync("/v1/chat/completions", request));
}
