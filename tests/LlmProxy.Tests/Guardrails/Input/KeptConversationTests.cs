using System.Text;
using LlmProxy.Endpoints;
using LlmProxy.Guardrails.Input;

namespace LlmProxy.Tests.Guardrails.Input;

public sealed class KeptConversationTests
{
    [Theory]
    [InlineData(LlmEndpoint.Responses, "{}", true)]
    [InlineData(LlmEndpoint.Responses, """{"store":null}""", true)]
    [InlineData(LlmEndpoint.Responses, """ {"model":"m","store":false}""", false)]
    [InlineData(LlmEndpoint.Responses, """{"store":false,"previous_response_id":null}""", false)]
    [InlineData(LlmEndpoint.Responses, """{"previous_response_id":"resp_1","store":false}""", true)]
    [InlineData(LlmEndpoint.Responses, """{"store":false,"conversation":{"id":"conv_1"}}""", true)]
    [InlineData(LlmEndpoint.Responses, """{"store":false,"background":true}""", true)]
    [InlineData(LlmEndpoint.Responses, """{"store":false,"background":false}""", false)]
    [InlineData(LlmEndpoint.ResponseCompaction, """{"store":false}""", true)]
    [InlineData(LlmEndpoint.ChatCompletions, "{}", false)]
    [InlineData(LlmEndpoint.ChatCompletions, """{"messages":[{"store":true}]}""", false)]
    [InlineData(LlmEndpoint.ChatCompletions, """{"store":true}""", true)]
    public void Concerns_Request_IsWhatAProviderKeeps(LlmEndpoint endpoint, string body, bool expected) =>
        Assert.Equal(expected, KeptConversation.Concerns(endpoint, Encoding.UTF8.GetBytes(body)));
}
