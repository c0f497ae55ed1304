using System.Text;
using LlmProxy.Endpoints;
using LlmProxy.Failover.Shadow;

namespace LlmProxy.Tests.Failover.Shadow;

/// <summary>Text and end are found in every protocol's answer.</summary>
public sealed class AnswerReaderTests
{
    [Theory]
    [InlineData(LlmEndpoint.ChatCompletions, """{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"},{"message":{"content":"no"}}]}""", "hi", "stop")]
    [InlineData(LlmEndpoint.ChatCompletions, """{"choices":[{"message":{"content":null,"tool_calls":[]},"finish_reason":"tool_calls"}]}""", null, "tool_calls")]
    [InlineData(LlmEndpoint.Completions, """{"choices":[{"text":"hi","finish_reason":"length"}]}""", "hi", "length")]
    [InlineData(LlmEndpoint.Messages, """{"content":[{"type":"text","text":"h"},{"type":"tool_use"},{"type":"text","text":"i"}],"stop_reason":"end_turn"}""", "hi", "end_turn")]
    [InlineData(LlmEndpoint.Responses, """{"status":"completed","output":[{"type":"reasoning"},{"type":"message","content":[{"type":"output_text","text":"hi"}]}]}""", "hi", "completed")]
    [InlineData(LlmEndpoint.Embeddings, """{"data":[]}""", null, null)]
    [InlineData(LlmEndpoint.ChatCompletions, "not json", null, null)]
    [InlineData(LlmEndpoint.ChatCompletions, "[1]", null, null)]
    [InlineData(LlmEndpoint.ChatCompletions, "", null, null)]
    public void Read_WholeAnswer_FindsTextAndEnd(LlmEndpoint endpoint, string json, string? text, string? finish)
    {
        var read = AnswerReader.Read(endpoint, isStream: false, Encoding.UTF8.GetBytes(json));

        Assert.Equal(text, read.Text);
        Assert.Equal(finish, read.Finish);
    }

    [Fact]
    public void Read_Stream_JoinsTheFirstChoicesText()
    {
        const string stream =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"h\"}}]}\n\ndata: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"x\"}}]}\n\n"
            + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"i\"}}]}\n\n: keep-alive\n\n"
            + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}\n\ndata: [DONE]\n\n";

        var read = AnswerReader.Read(LlmEndpoint.ChatCompletions, isStream: true, Encoding.UTF8.GetBytes(stream));

        Assert.Equal("hi", read.Text);
        Assert.Equal("length", read.Finish);
    }
}
