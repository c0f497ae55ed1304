using OpenAI.Chat;

namespace LlmProxy.FunctionalTests.Sdk;

public sealed class OpenAiCancellationTests(SdkGateway gateway) : IClassFixture<SdkGateway>
{
    [Theory]
    [InlineData("sandbox-c-hang")]
    [InlineData("claude-c-hang")]
    public async Task Complete_CancelledBeforeHeaders_TheProviderSeesItLeave(string model)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(gateway.Cancellation);
        var call = gateway.Chat(model).CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: leaving.Token);
        await gateway.Received.WaitForAsync(request => request.Model == model, gateway.Cancellation);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await gateway.Received.WaitForAsync(request => request.Model == model && request.Aborted, gateway.Cancellation);
    }

    [Theory]
    [InlineData("sandbox-c-hang-mid")]
    [InlineData("gpt-c-hang-mid")]
    [InlineData("claude-c-hang-mid")]
    public async Task Stream_CancelledMidWay_TheProviderSeesItLeave(string model)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(gateway.Cancellation);
        var text = "";

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in gateway.Chat(model).CompleteChatStreamingAsync(
                [new UserChatMessage("sandbox:tokens 9")], cancellationToken: leaving.Token))
            {
                text += string.Concat(update.ContentUpdate.Select(part => part.Text));
                if (text.Length > 0)
                    await leaving.CancelAsync();
            }
        });

        await gateway.Received.WaitForAsync(request => request.Model == model && request.Aborted, gateway.Cancellation);
    }

    [Fact]
    public async Task Stream_LeftByBreak_TheProviderSeesItLeave()
    {
        await foreach (var update in gateway.Chat("gpt-break-hang-mid").CompleteChatStreamingAsync(
            [new UserChatMessage("sandbox:tokens 9")], cancellationToken: gateway.Cancellation))
        {
            if (update.ContentUpdate.Count > 0)
                break;
        }

        await gateway.Received.WaitForAsync(request => request.Model == "gpt-break-hang-mid" && request.Aborted, gateway.Cancellation);
    }
}
