using System.Buffers;
using System.Text;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Core.Tests.Errors;

public class ErrorBodyWriterTests
{
    [Fact]
    public void Write_OpenAiWithEverything_HasMessageTypeParamAndCode()
    {
        var error = new LlmError(400, LlmErrorTypes.InvalidRequest, "'n' is \"2\".\nSend 1.", "unsupported_value", "n");

        Assert.Equal(
            """{"error":{"message":"'n' is \"2\".\nSend 1.","type":"invalid_request_error","param":"n","code":"unsupported_value"}}""",
            Body(error, WireProtocol.OpenAi));
    }

    [Fact]
    public void Write_OpenAiWithoutParamAndCode_SaysNull()
    {
        Assert.Equal(
            """{"error":{"message":"Größe","type":"server_error","param":null,"code":null}}""",
            Body(new LlmError(500, LlmErrorTypes.Server, "Größe"), WireProtocol.OpenAi, "01J"));
    }

    [Fact]
    public void Write_AnthropicWithRequestId_RepeatsIt()
    {
        Assert.Equal(
            """{"type":"error","error":{"type":"rate_limit_error","message":"Slow down."},"request_id":"01J"}""",
            Body(new LlmError(429, LlmErrorTypes.RateLimit, "Slow down."), WireProtocol.Anthropic, "01J"));
    }

    [Fact]
    public void Write_AnthropicWithoutRequestId_LeavesItOut()
    {
        Assert.Equal(
            """{"type":"error","error":{"type":"api_error","message":"Broken."}}""",
            Body(new LlmError(502, LlmErrorTypes.Upstream, "Broken."), WireProtocol.Anthropic));
    }

    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(402, "billing_error")]
    [InlineData(403, "permission_error")]
    [InlineData(404, "not_found_error")]
    [InlineData(408, "timeout_error")]
    [InlineData(409, "conflict_error")]
    [InlineData(413, "request_too_large")]
    [InlineData(422, "invalid_request_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "api_error")]
    [InlineData(502, "api_error")]
    [InlineData(503, "overloaded_error")]
    [InlineData(504, "timeout_error")]
    [InlineData(529, "overloaded_error")]
    public void ForStatus_EachStatus_IsAnthropicsType(int status, string type) =>
        Assert.Equal(type, AnthropicErrorTypes.ForStatus(status));

    private static string Body(LlmError error, WireProtocol protocol, string requestId = "")
    {
        var output = new ArrayBufferWriter<byte>();
        ErrorBodyWriter.Write(error, protocol, output, requestId);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
