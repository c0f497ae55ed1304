using System.ClientModel;
using OpenAI.Chat;

namespace LlmProxy.FunctionalTests.Sdk;

public sealed class OpenAiErrorTests(SdkGateway gateway) : IClassFixture<SdkGateway>
{
    [Theory]
    [InlineData("sandbox-e-400", 400)]
    [InlineData("sandbox-e-401", 401)]
    [InlineData("sandbox-e-403", 403)]
    [InlineData("sandbox-e-404", 404)]
    [InlineData("gpt-e-429", 429)]
    [InlineData("gpt-e-500", 500)]
    [InlineData("gpt-e-503", 503)]
    [InlineData("claude-e-400", 400)]
    [InlineData("claude-e-401", 401)]
    [InlineData("claude-e-403", 403)]
    [InlineData("claude-e-404", 404)]
    [InlineData("claude-e-429", 429)]
    [InlineData("claude-e-500", 500)]
    public async Task Complete_ProviderRefuses_IsATypedExceptionWithItsStatus(string model, int status)
    {
        var failure = await Assert.ThrowsAsync<ClientResultException>(() => CompleteAsync(gateway.Chat(model)));

        Assert.Equal(status, failure.Status);
        using var body = System.Text.Json.JsonDocument.Parse(failure.GetRawResponse()!.Content);
        Assert.NotEqual("", body.RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Complete_AnthropicIsOverloaded_Is503SoThatTheSdkTriesAgain()
    {
        var failure = await Assert.ThrowsAsync<ClientResultException>(() => CompleteAsync(gateway.Chat("claude-e-529")));

        Assert.Equal(503, failure.Status);
    }

    [Fact]
    public async Task Stream_ProviderRefuses_IsATypedExceptionBeforeTheFirstUpdate()
    {
        var failure = await Assert.ThrowsAsync<ClientResultException>(() => ReadAsync(gateway.Chat("claude-s-429")));

        Assert.Equal(429, failure.Status);
    }

    [Theory]
    [InlineData("sandbox-cut")]
    [InlineData("gpt-cut")]
    [InlineData("claude-cut")]
    [InlineData("sandbox-reset")]
    [InlineData("gpt-reset")]
    [InlineData("claude-reset")]
    [InlineData("sandbox-error-event")]
    [InlineData("gpt-error-event")]
    [InlineData("claude-error-event")]
    public async Task Stream_BreaksMidWay_ThrowsAfterWhatArrived(string model)
    {
        List<string> pieces = [];

        await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(gateway.Chat(model), pieces));

        Assert.NotEmpty(pieces);
        Assert.NotEqual(Words, string.Concat(pieces));
    }

    [Theory]
    [InlineData("sandbox-reset")]
    [InlineData("gpt-cut")]
    [InlineData("claude-reset")]
    public async Task Complete_BreaksMidWay_Throws(string model) =>
        await Assert.ThrowsAnyAsync<Exception>(() => CompleteAsync(gateway.Chat(model)));

    [Fact]
    public async Task Complete_NotWhatTheProviderTakes_IsA400OfTheGateway()
    {
        var failure = await Assert.ThrowsAsync<ClientResultException>(() => gateway.Chat("claude-audio").CompleteChatAsync(
            [new UserChatMessage(ChatMessageContentPart.CreateInputAudioPart(BinaryData.FromBytes(new byte[4]), ChatInputAudioFormat.Wav))],
            cancellationToken: gateway.Cancellation));

        Assert.Equal(400, failure.Status);
        Assert.DoesNotContain(gateway.Received.Snapshot(), request => request.Model == "claude-audio");
    }

    private const string Words = "one two three four five six";

    private Task<ClientResult<ChatCompletion>> CompleteAsync(ChatClient client) =>
        client.CompleteChatAsync([new UserChatMessage("sandbox:echo " + Words)], cancellationToken: gateway.Cancellation);

    private async Task ReadAsync(ChatClient client, List<string>? pieces = null)
    {
        await foreach (var update in client.CompleteChatStreamingAsync(
            [new UserChatMessage("sandbox:echo " + Words)], cancellationToken: gateway.Cancellation))
        {
            foreach (var part in update.ContentUpdate)
            {
                if (part.Text.Length > 0)
                    pieces?.Add(part.Text);
            }
        }
    }
}
