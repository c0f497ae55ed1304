using System.Text;
using System.Text.Json;
using OpenAI.Chat;

namespace LlmProxy.FunctionalTests.Sdk;

public sealed class OpenAiChatTests(SdkGateway gateway) : IClassFixture<SdkGateway>
{
    private const string Said = "One line — and 世界.\nAnother.";

    [Theory]
    [InlineData("sandbox-gpt")]
    [InlineData("gpt-4o")]
    [InlineData("claude-sonnet-4-5")]
    public async Task Complete_AnyCluster_AnswersWithUsage(string model)
    {
        ChatCompletion answer = await gateway.Chat(model).CompleteChatAsync(
            [new SystemChatMessage("Be brief."), new UserChatMessage("sandbox:echo " + Said)], cancellationToken: gateway.Cancellation);

        Assert.Equal(Said, Assert.Single(answer.Content).Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal(model, answer.Model);
        Assert.True(answer.Usage.InputTokenCount > 0);
        Assert.True(answer.Usage.OutputTokenCount > 0);
        Assert.Equal(answer.Usage.InputTokenCount + answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount);
    }

    [Theory]
    [InlineData("sandbox-stream")]
    [InlineData("gpt-stream")]
    [InlineData("claude-stream")]
    public async Task Stream_AnyCluster_PiecesJoinAndUsageComesOnce(string model)
    {
        var text = new StringBuilder();
        var pieces = 0;
        List<ChatTokenUsage> usages = [];
        List<ChatFinishReason> finishes = [];

        await foreach (var update in gateway.Chat(model).CompleteChatStreamingAsync(
            [new UserChatMessage("sandbox:echo " + Said)], cancellationToken: gateway.Cancellation))
        {
            foreach (var part in update.ContentUpdate)
                text.Append(part.Text);
            pieces += update.ContentUpdate.Count;
            if (update.Usage is not null)
                usages.Add(update.Usage);
            if (update.FinishReason is { } finish)
                finishes.Add(finish);
        }

        Assert.Equal(Said, text.ToString());
        Assert.True(pieces > 1, "The answer came in one piece.");
        Assert.Equal(ChatFinishReason.Stop, Assert.Single(finishes));
        Assert.True(Assert.Single(usages).OutputTokenCount > 0);
    }

    [Theory]
    [InlineData("sandbox-length")]
    [InlineData("claude-length")]
    public async Task Complete_TokenLimit_FinishesByLength(string model)
    {
        ChatCompletion answer = await gateway.Chat(model).CompleteChatAsync(
            [new UserChatMessage("sandbox:tokens 50")], new ChatCompletionOptions { MaxOutputTokenCount = 5 }, gateway.Cancellation);

        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.Equal(5, answer.Usage.OutputTokenCount);
    }

    [Theory]
    [InlineData("sandbox-json")]
    [InlineData("gpt-json")]
    [InlineData("claude-json")]
    public async Task Complete_JsonSchema_AnswerFitsIt(string model)
    {
        var schema = BinaryData.FromString(
            """
            {"type":"object","properties":{"city":{"type":"string"},"degrees":{"type":"integer"}},"required":["city","degrees"],"additionalProperties":false}
            """);

        ChatCompletion answer = await gateway.Chat(model).CompleteChatAsync(
            [new UserChatMessage("The weather?")],
            new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("weather", schema, jsonSchemaIsStrict: true) },
            gateway.Cancellation);

        using var json = JsonDocument.Parse(answer.Content[0].Text);
        Assert.Equal(JsonValueKind.String, json.RootElement.GetProperty("city").ValueKind);
        Assert.Equal(JsonValueKind.Number, json.RootElement.GetProperty("degrees").ValueKind);
    }

    [Theory]
    [InlineData("sandbox-key", null)]
    [InlineData("gpt-key", "sk-openai")]
    [InlineData("claude-key", "sk-ant-cluster")]
    public async Task Complete_CallersKey_StaysAtTheGateway(string model, string? expected)
    {
        await gateway.Chat(model).CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: gateway.Cancellation);

        var received = gateway.Received.Snapshot().Single(request => request.Model == model);
        Assert.DoesNotContain(received.Headers.Values, value => value.Contains(SdkGateway.CallersKey, StringComparison.Ordinal));
        Assert.Equal(
            expected,
            received.Headers.GetValueOrDefault("x-api-key") ?? received.Headers.GetValueOrDefault("Authorization")?["Bearer ".Length..]);
    }
}
