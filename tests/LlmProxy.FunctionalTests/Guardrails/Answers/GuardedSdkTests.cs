using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using Anthropic.Models.Messages;
using LlmProxy.FunctionalTests.Sdk;
using OpenAI.Chat;
using OpenAI.Responses;

namespace LlmProxy.FunctionalTests.Guardrails.Answers;

/// <summary>The official SDKs read answers that guards have changed or ended, whole and streamed, of every protocol.</summary>
public sealed class GuardedSdkTests(GuardedSdkGateway gateway) : IClassFixture<GuardedSdkGateway>
{
    private const string Said = "sandbox:echo Call me at 4711 or 12, 世界, or at 0815.";

    [Theory]
    [InlineData("sandbox-block")]
    [InlineData("gpt-block")]
    [InlineData("claude-block")]
    public async Task ChatStream_Block_EndsBeforeTheFinding(string model)
    {
        var (text, finishes) = await StreamChatAsync(model, Said);

        Assert.Equal("Call me at " + NumberGuardSource.Message, text);
        Assert.Equal(ChatFinishReason.ContentFilter, Assert.Single(finishes));
    }

    [Theory]
    [InlineData("sandbox-redact")]
    [InlineData("gpt-redact")]
    [InlineData("claude-redact")]
    public async Task ChatStream_Redact_ReplacesEachFinding(string model)
    {
        var (text, finishes) = await StreamChatAsync(model, Said);

        Assert.Equal("Call me at [NUMBER] or 12, 世界, or at [NUMBER].", text);
        Assert.Equal(ChatFinishReason.Stop, Assert.Single(finishes));
    }

    [Theory]
    [InlineData("gpt-block", "Call me at [ended]")]
    [InlineData("claude-block", "Call me at [ended]")]
    [InlineData("gpt-redact", "Call me at [NUMBER] or 12, 世界, or at [NUMBER].")]
    [InlineData("claude-redact", "Call me at [NUMBER] or 12, 世界, or at [NUMBER].")]
    public async Task ChatWhole_Guarded_IsWhatTheStreamIs(string model, string expected)
    {
        ChatCompletion answer = await gateway.Chat(model).CompleteChatAsync([new UserChatMessage(Said)], cancellationToken: gateway.Cancellation);

        Assert.Equal(expected, Assert.Single(answer.Content).Text);
        Assert.Equal(model.EndsWith("block", StringComparison.Ordinal) ? ChatFinishReason.ContentFilter : ChatFinishReason.Stop, answer.FinishReason);
        Assert.True(answer.Usage.OutputTokenCount > 0);
    }

    [Theory]
    [InlineData("gpt-mask")]
    [InlineData("claude-mask")]
    public async Task ChatStream_Masks_AreTakenOffInTextAndArguments(string model)
    {
        var (text, _) = await StreamChatAsync(model, "sandbox:echo To <EMAIL_1>, cc <email_1> and <EMAIL_2>.");
        var arguments = new StringBuilder();
        await foreach (var update in gateway.Chat(model).CompleteChatStreamingAsync(
            [new UserChatMessage("""sandbox:call send {"to":"\u003cEmail_1>"}""")],
            new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("send") } }, gateway.Cancellation))
        {
            foreach (var call in update.ToolCallUpdates)
                arguments.Append(call.FunctionArgumentsUpdate);
        }

        Assert.Equal($"To {NumberGuardSource.Email}, cc {NumberGuardSource.Email} and <EMAIL_2>.", text);
        Assert.Equal(NumberGuardSource.Email, JsonDocument.Parse(arguments.ToString()).RootElement.GetProperty("to").GetString());
    }

    [Fact]
    public async Task ResponsesStream_Block_IsIncompleteWithTheTextSoFar()
    {
        var text = "";
        ResponseResult? last = null;
        List<int> numbers = [];

        await foreach (var update in await Responses().CreateResponseStreamingAsync("gpt-block", Said, cancellationToken: gateway.Cancellation))
        {
            numbers.Add(update.SequenceNumber);
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            last = (update as StreamingResponseIncompleteUpdate)?.Response ?? last;
        }

        Assert.Equal("Call me at [ended]", text);
        Assert.Equal(ResponseStatus.Incomplete, last!.Status);
        Assert.Equal(ResponseIncompleteStatusReason.ContentFilter, last.IncompleteStatusDetails.Reason);
        Assert.Equal(text, last.GetOutputText());
        Assert.Equal(Enumerable.Range(numbers[0], numbers.Count), numbers);
    }

    [Fact]
    public async Task ResponsesStream_Redact_RepeatsWhatItStreamed()
    {
        var text = "";
        ResponseResult? completed = null;

        await foreach (var update in await Responses().CreateResponseStreamingAsync("gpt-redact", Said, cancellationToken: gateway.Cancellation))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            completed = (update as StreamingResponseCompletedUpdate)?.Response ?? completed;
        }

        Assert.Equal("Call me at [NUMBER] or 12, 世界, or at [NUMBER].", text);
        Assert.Equal(text, completed!.GetOutputText());
    }

    [Fact]
    public async Task ResponsesWhole_Block_IsIncomplete()
    {
        ResponseResult answer = await Responses().CreateResponseAsync("gpt-block", Said, cancellationToken: gateway.Cancellation);

        Assert.Equal("Call me at [ended]", answer.GetOutputText());
        Assert.Equal(ResponseStatus.Incomplete, answer.Status);
        Assert.Equal(ResponseIncompleteStatusReason.ContentFilter, answer.IncompleteStatusDetails.Reason);
    }

    [Theory]
    [InlineData("claude-block", "Call me at [ended]", StopReason.Refusal)]
    [InlineData("claude-redact", "Call me at [NUMBER] or 12, 世界, or at [NUMBER].", StopReason.EndTurn)]
    public async Task Messages_Guarded_AreTheSameWholeAndStreamed(string model, string expected, StopReason reason)
    {
        var text = new StringBuilder();
        StopReason? told = null;
        var stops = 0;

        await foreach (var update in gateway.Claude().Messages.CreateStreaming(Ask(model), gateway.Cancellation))
        {
            if (update.TryPickContentBlockDelta(out var delta) && delta!.Delta.TryPickText(out var piece))
                text.Append(piece!.Text);
            if (update.TryPickDelta(out var end))
                told = end!.Delta.StopReason!.Value();
            if (update.TryPickStop(out _))
                stops++;
        }

        var whole = await gateway.Claude().Messages.Create(Ask(model), gateway.Cancellation);
        Assert.True(Assert.Single(whole.Content).TryPickText(out var said));
        Assert.Equal((expected, expected), (text.ToString(), said!.Text));
        Assert.Equal((reason, reason), (told, whole.StopReason!.Value()));
        Assert.Equal(1, stops);
    }

    [Theory]
    [InlineData("gpt-judge", "all is well 4711", "all is well 4711")]
    [InlineData("claude-judge", "all is well", "all is well")]
    [InlineData("gpt-judge", "this is bad, 世界", "[judged]")]
    [InlineData("claude-judge", "this is bad", "[judged]")]
    [InlineData("gpt-judge", "this is broken, 世界", "mended")]
    [InlineData("claude-judge", "this is broken", "mended")]
    [InlineData("gpt-judge-mask", "ask <EMAIL_1>", "ask " + NumberGuardSource.Email)]
    [InlineData("claude-judge-mask", "ask <EMAIL_1>", "ask " + NumberGuardSource.Email)]
    [InlineData("gpt-judge-redact", "4711 is well", "[NUMBER] is well")]
    public async Task Chat_Judged_IsTheSameWholeAndStreamed(string model, string said, string expected)
    {
        var (text, finishes) = await StreamChatAsync(model, "sandbox:echo " + said);
        ChatCompletion whole = await gateway.Chat(model).CompleteChatAsync([new UserChatMessage("sandbox:echo " + said)], cancellationToken: gateway.Cancellation);

        Assert.Equal((expected, expected), (text, Assert.Single(whole.Content).Text));
        var finish = expected == "[judged]" ? ChatFinishReason.ContentFilter : ChatFinishReason.Stop;
        Assert.Equal((finish, finish), (Assert.Single(finishes), whole.FinishReason));
    }

    [Theory]
    [InlineData("this is bad", "[judged]")]
    [InlineData("this is broken", "mended")]
    public async Task Responses_Judged_AreTheSameWholeAndStreamed(string said, string expected)
    {
        var text = "";
        ResponseResult? last = null;
        await foreach (var update in await Responses().CreateResponseStreamingAsync("gpt-judge", "sandbox:echo " + said, cancellationToken: gateway.Cancellation))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            last = (update as StreamingResponseIncompleteUpdate)?.Response ?? (update as StreamingResponseCompletedUpdate)?.Response ?? last;
        }

        ResponseResult whole = await Responses().CreateResponseAsync("gpt-judge", "sandbox:echo " + said, cancellationToken: gateway.Cancellation);

        Assert.Equal((expected, expected, expected), (text, last!.GetOutputText(), whole.GetOutputText()));
    }

    private static MessageCreateParams Ask(string model) => new() { Model = model, MaxTokens = 200, Messages = [new UserMessageParam(Said)] };

    private ResponsesClient Responses() => new(SdkGateway.Key, new ResponsesClientOptions { Endpoint = gateway.BaseUrl, RetryPolicy = new ClientRetryPolicy(0) });

    private async Task<(string Text, List<ChatFinishReason> Finishes)> StreamChatAsync(string model, string said)
    {
        var text = new StringBuilder();
        List<ChatFinishReason> finishes = [];
        await foreach (var update in gateway.Chat(model).CompleteChatStreamingAsync([new UserChatMessage(said)], cancellationToken: gateway.Cancellation))
        {
            foreach (var part in update.ContentUpdate)
                text.Append(part.Text);
            if (update.FinishReason is { } finish)
                finishes.Add(finish);
        }

        return (text.ToString(), finishes);
    }
}
