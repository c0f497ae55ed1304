using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI.Responses;

namespace LlmProxy.FunctionalTests.Sdk;

public sealed class OpenAiResponsesTests(SdkGateway gateway) : IClassFixture<SdkGateway>
{
    [Fact]
    public async Task Create_Text_IsAnsweredWithUsage()
    {
        ResponseResult answer = await Client().CreateResponseAsync("gpt-5", "sandbox:echo Hello", cancellationToken: gateway.Cancellation);

        Assert.Equal("Hello", answer.GetOutputText());
        Assert.Equal(ResponseStatus.Completed, answer.Status);
        Assert.True(answer.Usage.OutputTokenCount > 0);
    }

    [Fact]
    public async Task Stream_Text_PiecesJoinAndItCompletes()
    {
        var text = "";
        ResponseResult? completed = null;

        await foreach (var update in await Client().CreateResponseStreamingAsync("gpt-5", "sandbox:echo Hello there, 世界", cancellationToken: gateway.Cancellation))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            completed = (update as StreamingResponseCompletedUpdate)?.Response ?? completed;
        }

        Assert.Equal("Hello there, 世界", text);
        Assert.Equal(text, completed!.GetOutputText());
    }

    [Fact]
    public async Task Create_Tool_IsCalled()
    {
        var options = new CreateResponseOptions("gpt-5", [ResponseItem.CreateUserMessageItem("""sandbox:call get_time {"zone":"UTC"}""")])
        {
            Tools = { ResponseTool.CreateFunctionTool("get_time", BinaryData.FromString("""{"type":"object","properties":{"zone":{"type":"string"}}}"""), false) },
        };

        ResponseResult answer = await Client().CreateResponseAsync(options, gateway.Cancellation);

        var call = Assert.Single(answer.OutputItems.OfType<FunctionCallResponseItem>());
        Assert.Equal("get_time", call.FunctionName);
        Assert.Equal("""{"zone":"UTC"}""", call.FunctionArguments.ToString());
    }

    [Fact]
    public async Task Stored_IsReadListedAndDeleted()
    {
        var client = Client();
        ResponseResult made = await client.CreateResponseAsync("gpt-5", "sandbox:echo Keep this", cancellationToken: gateway.Cancellation);

        ResponseResult read = await client.GetResponseAsync(made.Id, gateway.Cancellation);
        var items = 0;
        await foreach (var item in client.GetResponseInputItemsAsync(made.Id, gateway.Cancellation))
            items++;
        await client.DeleteResponseAsync(made.Id, gateway.Cancellation);
        var gone = await Assert.ThrowsAsync<ClientResultException>(() => client.GetResponseAsync(made.Id, gateway.Cancellation));

        Assert.Equal("Keep this", read.GetOutputText());
        Assert.Equal(1, items);
        Assert.Equal(404, gone.Status);
    }

    [Fact]
    public async Task Background_IsCancelledByItsId()
    {
        var client = Client();
        ResponseResult queued = await client.CreateResponseAsync(
            new CreateResponseOptions("gpt-5", [ResponseItem.CreateUserMessageItem("Hi")]) { BackgroundModeEnabled = true }, gateway.Cancellation);

        ResponseResult cancelled = await client.CancelResponseAsync(queued.Id, gateway.Cancellation);

        Assert.Equal(ResponseStatus.Queued, queued.Status);
        Assert.Equal(ResponseStatus.Cancelled, cancelled.Status);
    }

    [Theory]
    [InlineData("gpt-resp-cut")]
    [InlineData("gpt-resp-reset")]
    public async Task Stream_BreaksMidWay_DoesNotEndAsIfItWereComplete(string model)
    {
        List<StreamingResponseUpdate> updates = [];

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in await Client().CreateResponseStreamingAsync(model, "sandbox:tokens 9", cancellationToken: gateway.Cancellation))
                updates.Add(update);
        });

        Assert.Contains(updates, update => update is StreamingResponseOutputTextDeltaUpdate);
        Assert.DoesNotContain(updates, update => update is StreamingResponseCompletedUpdate);
    }

    private ResponsesClient Client() => new(SdkGateway.Key, new ResponsesClientOptions { Endpoint = gateway.BaseUrl, RetryPolicy = new ClientRetryPolicy(0) });
}
