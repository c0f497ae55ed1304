using System.Text;
using System.Text.Json;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace LlmProxy.FunctionalTests.Sdk;

public sealed class AnthropicMessagesTests(SdkGateway gateway) : IClassFixture<SdkGateway>
{
    [Theory]
    [InlineData("claude-opus-4-5")]
    [InlineData("sandbox-claude")]
    public async Task Create_Text_IsAnsweredWithUsage(string model)
    {
        var answer = await gateway.Claude().Messages.Create(Ask(model, "sandbox:echo Hello, 世界"), gateway.Cancellation);

        Assert.True(Assert.Single(answer.Content).TryPickText(out var text));
        Assert.Equal("Hello, 世界", text!.Text);
        Assert.Equal(StopReason.EndTurn, answer.StopReason!.Value());
        Assert.True(answer.Usage.InputTokens > 0);
        Assert.True(answer.Usage.OutputTokens > 0);
        var received = gateway.Received.Snapshot().Single(request => request.Model == model);
        Assert.Equal("/v1/messages", received.Path);
        Assert.DoesNotContain(received.Headers.Values, value => value.Contains(SdkGateway.CallersKey, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("claude-stream")]
    [InlineData("sandbox-claude-stream")]
    public async Task Stream_Text_PiecesJoinAndItStops(string model)
    {
        var text = new StringBuilder();
        var stops = 0;

        await foreach (var update in gateway.Claude().Messages.CreateStreaming(Ask(model, "sandbox:echo Hello there, 世界"), gateway.Cancellation))
        {
            if (update.TryPickContentBlockDelta(out var delta) && delta!.Delta.TryPickText(out var piece))
                text.Append(piece!.Text);
            if (update.TryPickStop(out _))
                stops++;
        }

        Assert.Equal("Hello there, 世界", text.ToString());
        Assert.Equal(1, stops);
    }

    [Fact]
    public async Task Create_ParallelTools_AreCalled()
    {
        var answer = await gateway.Claude().Messages.Create(
            Ask("claude-tools", "sandbox:call get_time {\"zone\":\"UTC\"}\nsandbox:call get_time {\"zone\":\"CET\"}") with { Tools = [Time] }, gateway.Cancellation);

        Assert.Equal(StopReason.ToolUse, answer.StopReason!.Value());
        var calls = answer.Content.Select(block => block.TryPickToolUse(out var call) ? call : null).OfType<ToolUseBlock>().ToList();
        Assert.Equal(["UTC", "CET"], calls.Select(call => call.Input["zone"].GetString()));
    }

    [Fact]
    public async Task Stream_Tool_ArgumentsArriveInPieces()
    {
        List<string> pieces = [];

        await foreach (var update in gateway.Claude().Messages.CreateStreaming(
            Ask("claude-tools-stream", "sandbox:call get_time {\"zone\":\"Europe/Paris\"}") with { Tools = [Time] }, gateway.Cancellation))
        {
            if (update.TryPickContentBlockDelta(out var delta) && delta!.Delta.TryPickInputJson(out var piece) && piece!.PartialJson.Length > 0)
                pieces.Add(piece.PartialJson);
        }

        Assert.True(pieces.Count > 1, "The arguments came in one piece.");
        Assert.Equal("""{"zone":"Europe/Paris"}""", string.Concat(pieces));
    }

    [Fact]
    public async Task CountTokens_IsAnswered()
    {
        var count = await gateway.Claude().Messages.CountTokens(
            new MessageCountTokensParams { Model = "claude-count", Messages = [new UserMessageParam("one two three")] }, gateway.Cancellation);

        Assert.True(count.InputTokens > 0);
    }

    [Fact]
    public async Task Models_AreInAnthropicsForm()
    {
        var page = await gateway.Claude().Models.List(cancellationToken: gateway.Cancellation);
        var one = await gateway.Claude().Models.Retrieve("sandbox", cancellationToken: gateway.Cancellation);

        Assert.Contains(page.Items, model => model.ID == "sandbox");
        Assert.False(page.HasNext());
        Assert.Equal("sandbox", one.ID);
    }

    [Theory]
    [InlineData("claude-m-400", typeof(AnthropicBadRequestException))]
    [InlineData("claude-m-401", typeof(AnthropicUnauthorizedException))]
    [InlineData("claude-m-404", typeof(AnthropicNotFoundException))]
    [InlineData("claude-m-429", typeof(AnthropicRateLimitException))]
    [InlineData("claude-m-529", typeof(AnthropicOverloadedException))]
    public async Task Create_ProviderRefuses_IsItsTypedException(string model, System.Type expected)
    {
        var failure = await Record.ExceptionAsync(() => gateway.Claude().Messages.Create(Ask(model, "Hi"), gateway.Cancellation));

        Assert.IsType(expected, failure);
    }

    [Fact]
    public async Task Create_LimitedOnce_TheSdkRetries()
    {
        var answer = await gateway.Claude(retries: 2).Messages.Create(Ask("claude-m-once", "sandbox:echo done"), gateway.Cancellation);

        Assert.True(answer.Content[0].TryPickText(out var text));
        Assert.Equal("done", text!.Text);
        // The status may be noted after the answer has arrived.
        await gateway.Received.WaitForAsync(request => request is { Model: "claude-m-once", Status: 200 }, gateway.Cancellation);
        Assert.Equal([429, 200], gateway.Received.Snapshot().Where(request => request.Model == "claude-m-once").Select(request => request.Status));
    }

    [Theory]
    [InlineData("claude-m-cut")]
    [InlineData("claude-m-reset")]
    [InlineData("claude-m-error-event")]
    public async Task Stream_BreaksMidWay_Throws(string model)
    {
        var deltas = 0;

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in gateway.Claude().Messages.CreateStreaming(Ask(model, "sandbox:tokens 9"), gateway.Cancellation))
                deltas += update.TryPickContentBlockDelta(out _) ? 1 : 0;
        });

        Assert.True(deltas > 0, "Nothing arrived before the break.");
    }

    [Fact]
    public async Task Stream_Cancelled_TheProviderSeesItLeave()
    {
        const string model = "claude-m-hang-mid";
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(gateway.Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in gateway.Claude().Messages.CreateStreaming(Ask(model, "sandbox:tokens 9"), leaving.Token))
            {
                if (update.TryPickContentBlockDelta(out _))
                    await leaving.CancelAsync();
            }
        });

        await gateway.Received.WaitForAsync(request => request.Model == model && request.Aborted, gateway.Cancellation);
    }

    private static Tool Time => new()
    {
        Name = "get_time",
        InputSchema = new InputSchema { Properties = new Dictionary<string, JsonElement> { ["zone"] = JsonSerializer.SerializeToElement(new { type = "string" }) } },
    };

    private static MessageCreateParams Ask(string model, string text) =>
        new() { Model = model, MaxTokens = 200, Messages = [new UserMessageParam(text)] };
}
