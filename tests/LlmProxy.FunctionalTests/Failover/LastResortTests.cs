using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using LlmProxy.FunctionalTests.Support;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>A route's canned text, as the vendors' own clients read it.</summary>
public sealed class LastResortTests
{
    private const string Said = "Sorry: \"nobody\" is here — 世界.";
    private const string Settings = """ "LastResort": { "Text": "Sorry: \"nobody\" is here — 世界." }, "Retry": { "MaxAttempts": 1 } """;
    private const string Chat = """{"model":"m","messages":[]}""";

    private static readonly Uri Nowhere = new("http://127.0.0.1:1/");

    [Fact]
    public async Task Chat_NobodyThere_IsReadByTheSdk()
    {
        await using var gateway = await StartAsync(Nowhere);

        ChatCompletion answer = await Client(gateway).CompleteChatAsync(new UserChatMessage("Hi"));

        Assert.Equal(Said, Assert.Single(answer.Content).Text);
        Assert.Equal("m", answer.Model);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal(0, answer.Usage.TotalTokenCount);
        Assert.StartsWith("chatcmpl-", answer.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChatStream_NobodyThere_IsReadByTheSdk()
    {
        await using var gateway = await StartAsync(Nowhere);
        var text = "";
        List<ChatFinishReason> finishes = [];
        List<ChatTokenUsage> usages = [];

        await foreach (var update in Client(gateway).CompleteChatStreamingAsync(new UserChatMessage("Hi")))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            if (update.FinishReason is { } finish)
                finishes.Add(finish);
            if (update.Usage is { } usage)
                usages.Add(usage);
        }

        Assert.Equal(Said, text);
        Assert.Equal([ChatFinishReason.Stop], finishes);
        // The SDK always asks for it.
        Assert.Equal(0, Assert.Single(usages).TotalTokenCount);
    }

    [Fact]
    public async Task Responses_NobodyThere_IsReadByTheSdk()
    {
        await using var gateway = await StartAsync(Nowhere);

        ResponseResult answer = await Responses(gateway).CreateResponseAsync("m", "Hi");

        Assert.Equal(Said, answer.GetOutputText());
        Assert.Equal(ResponseStatus.Completed, answer.Status);
        Assert.Equal(0, answer.Usage.TotalTokenCount);
    }

    [Fact]
    public async Task ResponsesStream_NobodyThere_IsReadByTheSdk()
    {
        await using var gateway = await StartAsync(Nowhere);
        var text = "";
        ResponseResult? completed = null;

        await foreach (var update in await Responses(gateway).CreateResponseStreamingAsync("m", "Hi"))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            completed = (update as StreamingResponseCompletedUpdate)?.Response ?? completed;
        }

        Assert.Equal(Said, text);
        Assert.Equal(Said, completed!.GetOutputText());
    }

    [Fact]
    public async Task Messages_NobodyThere_IsReadByTheSdk()
    {
        await using var gateway = await StartAsync(Nowhere, "anthropic", "\"ApiKey\": \"k\"");

        var answer = await Claude(gateway).Messages.Create(Ask);

        Assert.True(Assert.Single(answer.Content).TryPickText(out var text));
        Assert.Equal(Said, text!.Text);
        Assert.Equal(StopReason.EndTurn, answer.StopReason!.Value());
        Assert.Equal(0, answer.Usage.OutputTokens);
    }

    [Fact]
    public async Task MessagesStream_NobodyThere_IsReadByTheSdk()
    {
        await using var gateway = await StartAsync(Nowhere, "anthropic", "\"ApiKey\": \"k\"");
        var text = "";
        var stops = 0;

        await foreach (var update in Claude(gateway).Messages.CreateStreaming(Ask))
        {
            if (update.TryPickContentBlockDelta(out var delta) && delta!.Delta.TryPickText(out var piece))
                text += piece!.Text;
            if (update.TryPickStop(out _))
                stops++;
        }

        Assert.Equal(Said, text);
        Assert.Equal(1, stops);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(""","stream_options":{"include_usage":true}""", 1)]
    public async Task CompletionsStream_Usage_OnlyWhereAskedFor(string options, int usages)
    {
        await using var gateway = await StartAsync(Nowhere);

        using var response = await gateway.PostAsync("/v1/completions", $$"""{"model":"m","prompt":"Hi","stream":true{{options}}}""");
        var frames = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("data: [DONE]", frames[^1]);
        var chunks = frames[..^1].Select(frame => JsonDocument.Parse(frame["data: ".Length..]).RootElement).ToList();
        Assert.Equal(Said, string.Concat(chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray()).Select(choice => choice.GetProperty("text").GetString())));
        Assert.Equal(usages, chunks.Count(chunk => chunk.TryGetProperty("usage", out _)));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Completions_NobodyThere_IsWhole()
    {
        await using var gateway = await StartAsync(Nowhere);

        using var response = await gateway.PostAsync("/v1/completions", """{"model":"m","prompt":"Hi"}""");
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal("text_completion", answer.GetProperty("object").GetString());
        Assert.Equal(Said, answer.GetProperty("choices")[0].GetProperty("text").GetString());
        Assert.Equal(0, answer.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(401)]
    public async Task Chat_ProviderFails_IsAnsweredAndTheErrorIsInTheLog(int status)
    {
        using var log = new LogCollector();
        await using var provider = await ScriptedProvider.StartAsync("""{"error":{"message":"no"}}""", status);
        await using var gateway = await TestGateway.StartAsync(Config(provider.Address), log.AddTo);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("true", response.Headers.GetValues("x-llmproxy-last-resort").Single());
        Assert.False(response.Headers.Contains("x-llmproxy-cluster"));
        var line = await log.WaitForAsync("RequestFinished");
        Assert.Equal("last_resort", line["Outcome"]);
        Assert.Equal(200, line["Status"]);
        Assert.NotNull(line["Error"]);
        Assert.Equal(status, (await log.WaitForAsync("LastResort"))["Status"]);
    }

    [Fact]
    public async Task Chat_CallersFault_IsToldAsItIs()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"error":{"message":"bad temperature"}}""", 400);
        await using var gateway = await StartAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("bad temperature", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("x-llmproxy-last-resort"));
    }

    [Fact]
    public async Task Embeddings_NobodyThere_IsTheError()
    {
        await using var gateway = await StartAsync(Nowhere);

        using var response = await gateway.PostAsync("/v1/embeddings", """{"model":"m","input":"Hi"}""");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    private static MessageCreateParams Ask { get; } =
        new() { Model = "m", MaxTokens = 10, Messages = [new UserMessageParam("Hi")] };

    private static string Config(Uri provider, string kind = "openai-compatible", string llm = "") =>
        TestGateway.Config(provider, kind, llm, route: Settings);

    private static Task<TestGateway> StartAsync(Uri provider, string kind = "openai-compatible", string llm = "") =>
        TestGateway.StartAsync(Config(provider, kind, llm));

    private static ChatClient Client(TestGateway gateway) => new(
        "m", new ApiKeyCredential("k"), new OpenAIClientOptions { Endpoint = new Uri(gateway.Address, "v1"), RetryPolicy = new ClientRetryPolicy(0) });

    private static ResponsesClient Responses(TestGateway gateway) => new(
        new ApiKeyCredential("k"), new ResponsesClientOptions { Endpoint = new Uri(gateway.Address, "v1"), RetryPolicy = new ClientRetryPolicy(0) });

    private static AnthropicClient Claude(TestGateway gateway) =>
        new() { BaseUrl = gateway.Address.ToString().TrimEnd('/'), ApiKey = "k", MaxRetries = 0 };
}
