using System.Text;
using OpenAI.Chat;

namespace LlmProxy.FunctionalTests.Sdk;

public sealed class OpenAiToolTests(SdkGateway gateway) : IClassFixture<SdkGateway>
{
    private const string TwoCalls = """
        sandbox:call get_weather {"city":"Paris","unit":"°C"}
        sandbox:call get_time {"zone":"Europe/Paris"}
        """;

    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "get_weather", "The weather of a city.",
        BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"},"unit":{"type":"string"}},"required":["city"]}"""));

    private static readonly ChatTool Time = ChatTool.CreateFunctionTool(
        "get_time", "The time in a zone.",
        BinaryData.FromString("""{"type":"object","properties":{"zone":{"type":"string"}},"required":["zone"]}"""));

    [Theory]
    [InlineData("sandbox-tools")]
    [InlineData("gpt-tools")]
    [InlineData("claude-tools")]
    public async Task Complete_ParallelCalls_ResultsGoBackAndAreAnswered(string model)
    {
        var client = gateway.Chat(model);
        List<ChatMessage> messages = [new UserChatMessage(TwoCalls)];

        ChatCompletion asked = await client.CompleteChatAsync(messages, WithTools(), gateway.Cancellation);
        messages.Add(new AssistantChatMessage(asked));
        messages.Add(new ToolChatMessage(asked.ToolCalls[0].Id, "21 degrees"));
        messages.Add(new ToolChatMessage(asked.ToolCalls[1].Id, "12:30"));
        ChatCompletion answer = await client.CompleteChatAsync(messages, WithTools(), gateway.Cancellation);

        Assert.Equal(ChatFinishReason.ToolCalls, asked.FinishReason);
        Assert.Equal(["get_weather", "get_time"], asked.ToolCalls.Select(call => call.FunctionName));
        AssertJson("""{"city":"Paris","unit":"°C"}""", asked.ToolCalls[0].FunctionArguments.ToString());
        AssertJson("""{"zone":"Europe/Paris"}""", asked.ToolCalls[1].FunctionArguments.ToString());
        Assert.Contains("21 degrees", answer.Content[0].Text, StringComparison.Ordinal);
        Assert.Contains("12:30", answer.Content[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sandbox-streamed-tools")]
    [InlineData("gpt-streamed-tools")]
    [InlineData("claude-streamed-tools")]
    public async Task Stream_ParallelCalls_ArgumentsArriveInPieces(string model)
    {
        SortedDictionary<int, (string? Id, string? Name, StringBuilder Arguments, int Pieces)> calls = [];
        ChatFinishReason? finish = null;

        await foreach (var update in gateway.Chat(model).CompleteChatStreamingAsync([new UserChatMessage(TwoCalls)], WithTools(), gateway.Cancellation))
        {
            finish ??= update.FinishReason;
            foreach (var part in update.ToolCallUpdates)
            {
                var call = calls.GetValueOrDefault(part.Index, (null, null, new StringBuilder(), 0));
                var piece = part.FunctionArgumentsUpdate?.ToString() ?? "";
                call.Arguments.Append(piece);
                calls[part.Index] = (call.Id ?? part.ToolCallId, call.Name ?? part.FunctionName, call.Arguments, call.Pieces + (piece.Length > 0 ? 1 : 0));
            }
        }

        Assert.Equal(ChatFinishReason.ToolCalls, finish);
        Assert.Equal([0, 1], calls.Keys);
        Assert.Equal(["get_weather", "get_time"], calls.Values.Select(call => call.Name));
        Assert.All(calls.Values, call => Assert.False(string.IsNullOrEmpty(call.Id)));
        Assert.NotEqual(calls[0].Id, calls[1].Id);
        Assert.True(calls[0].Pieces > 1, "The arguments came in one piece.");
        AssertJson("""{"city":"Paris","unit":"°C"}""", calls[0].Arguments.ToString());
        AssertJson("""{"zone":"Europe/Paris"}""", calls[1].Arguments.ToString());
    }

    [Theory]
    [InlineData("sandbox-choice")]
    [InlineData("claude-choice")]
    public async Task Complete_ToolChoiceNamesATool_ThatOneIsCalled(string model)
    {
        var options = WithTools();
        options.ToolChoice = ChatToolChoice.CreateFunctionChoice("get_time");

        ChatCompletion asked = await gateway.Chat(model).CompleteChatAsync([new UserChatMessage("Now")], options, gateway.Cancellation);

        Assert.Equal("get_time", Assert.Single(asked.ToolCalls).FunctionName);
    }

    private static ChatCompletionOptions WithTools() => new() { Tools = { Weather, Time } };

    private static void AssertJson(string expected, string actual) => Assert.True(
        System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(expected), System.Text.Json.Nodes.JsonNode.Parse(actual)),
        $"Expected {expected}, got {actual}.");
}
