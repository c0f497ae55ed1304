using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI.Chat;

namespace LlmProxy.FunctionalTests.Sdk;

public sealed class OpenAiRetryTests(SdkGateway gateway) : IClassFixture<SdkGateway>
{
    [Fact]
    public async Task Complete_LimitedOnce_WaitsAsToldAndSucceeds()
    {
        var retries = new NotedRetries();

        ChatCompletion answer = await gateway.Chat("sandbox-r1", "*=status:429;retry-after:7;times:1", retries).CompleteChatAsync(
            [new UserChatMessage("sandbox:echo done")], cancellationToken: gateway.Cancellation);

        Assert.Equal("done", answer.Content[0].Text);
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(retries.Waits));
        int[] statuses = await StatusesAsync("sandbox-r1");
        Assert.Equal([429, 200], statuses);
    }

    [Fact]
    public async Task Complete_AnthropicLimits_ItsRetryAfterReachesTheSdk()
    {
        var retries = new NotedRetries();

        var failure = await Assert.ThrowsAsync<ClientResultException>(() => gateway.Chat("claude-limited", retries: retries).CompleteChatAsync(
            [new UserChatMessage("Hi")], cancellationToken: gateway.Cancellation));

        Assert.Equal(429, failure.Status);
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)], retries.Waits);
    }

    [Fact]
    public async Task Complete_LimitedOnce_TheSdksDefaultPolicyRetries()
    {
        ChatCompletion answer = await gateway.Chat("sandbox-r2", "*=status:429;retry-after-ms:1;times:1", ClientRetryPolicy.Default).CompleteChatAsync(
            [new UserChatMessage("sandbox:echo done")], cancellationToken: gateway.Cancellation);

        Assert.Equal("done", answer.Content[0].Text);
        int[] statuses = await StatusesAsync("sandbox-r2");
        Assert.Equal([429, 200], statuses);
    }

    [Fact]
    public async Task Complete_ConnectionResetOnce_IsRetried()
    {
        var retries = new NotedRetries();

        ChatCompletion answer = await gateway.Chat("sandbox-r3", "*=reset;times:1", retries).CompleteChatAsync(
            [new UserChatMessage("sandbox:echo done")], cancellationToken: gateway.Cancellation);

        Assert.Equal("done", answer.Content[0].Text);
        Assert.Single(retries.Waits);
    }

    [Fact]
    public async Task Complete_GatewayRefuses_IsNotRetried()
    {
        var retries = new NotedRetries();

        await Assert.ThrowsAsync<ClientResultException>(() => gateway.Chat("claude-r4", retries: retries).CompleteChatAsync(
            [new UserChatMessage(ChatMessageContentPart.CreateInputAudioPart(BinaryData.FromBytes(new byte[4]), ChatInputAudioFormat.Wav))],
            cancellationToken: gateway.Cancellation));

        Assert.Empty(retries.Waits);
    }

    /// <summary>Once the last one is noted, which may be after its answer has arrived.</summary>
    private async Task<int[]> StatusesAsync(string model)
    {
        await gateway.Received.WaitForAsync(request => request.Model == model && request.Status == 200, gateway.Cancellation);
        return [.. gateway.Received.Snapshot().Where(request => request.Model == model).Select(request => request.Status)];
    }
}
