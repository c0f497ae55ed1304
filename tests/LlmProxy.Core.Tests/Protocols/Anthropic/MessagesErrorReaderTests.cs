using System.Text;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Protocols.Anthropic;

namespace LlmProxy.Core.Tests.Protocols.Anthropic;

public class MessagesErrorReaderTests
{
    [Theory]
    [InlineData(400, "invalid_request_error", "max_tokens: must be", 400, "invalid_request_error", null)]
    [InlineData(400, "invalid_request_error", "prompt is too long: 3333404 tokens > 200000 maximum", 400, "invalid_request_error", "context_length_exceeded")]
    [InlineData(400, "invalid_request_error", "input length and `max_tokens` exceed context limit: 1 + 2 > 2", 400, "invalid_request_error", "context_length_exceeded")]
    [InlineData(400, "invalid_request_error", "Your credit balance is too low", 400, "insufficient_quota", "insufficient_quota")]
    [InlineData(401, "authentication_error", "invalid x-api-key", 401, "authentication_error", "invalid_api_key")]
    [InlineData(402, "billing_error", "Pay.", 402, "insufficient_quota", "insufficient_quota")]
    [InlineData(403, "permission_error", "No.", 403, "permission_error", null)]
    [InlineData(404, "not_found_error", "model: claude-9", 404, "invalid_request_error", "model_not_found")]
    [InlineData(404, "not_found_error", "Not found", 404, "not_found_error", null)]
    [InlineData(409, "conflict_error", "Twice.", 409, "invalid_request_error", null)]
    [InlineData(413, "request_too_large", "Too large", 413, "invalid_request_error", "request_too_large")]
    [InlineData(429, "rate_limit_error", "Slow down", 429, "rate_limit_error", "rate_limit_exceeded")]
    [InlineData(500, "api_error", "Internal server error", 500, "server_error", null)]
    [InlineData(504, "timeout_error", "Late", 504, "timeout_error", null)]
    [InlineData(529, "overloaded_error", "Overloaded", 503, "server_error", "overloaded")]
    [InlineData(418, "teapot_error", "Short and stout", 418, "invalid_request_error", null)]
    [InlineData(599, "new_error", "New", 599, "upstream_error", null)]
    public void Read_AnthropicError_IsOpenAis(int status, string type, string message, int told, string openAiType, string? code)
    {
        var error = Read(status, $$"""{"type":"error","error":{"type":"{{type}}","message":"{{message}}"},"request_id":"r"}""");

        var param = code is "context_length_exceeded" ? "messages" : null;
        Assert.Equal(new LlmError(told, openAiType, message, code, param), error);
    }

    [Theory]
    [InlineData(502, "<html><body>Bad gateway</body></html>", 502, "server_error")]
    [InlineData(503, "", 503, "server_error")]
    [InlineData(404, "{}", 404, "not_found_error")]
    [InlineData(401, """{"error":7}""", 401, "authentication_error")]
    [InlineData(429, """{"error":{"type":null,"message":" "}}""", 429, "rate_limit_error")]
    [InlineData(400, "[[[[", 400, "invalid_request_error")]
    [InlineData(200, "", 502, "server_error")]
    public void Read_BodyOfSomebodyElse_GoesByTheStatus(int status, string body, int told, string type)
    {
        var error = Read(status, body);

        Assert.Equal(told, error.Status);
        Assert.Equal(type, error.Type);
        Assert.Equal($"The provider answered with status {status} and no error that can be read.", error.Message);
    }

    [Fact]
    public void Read_FormOfSomebodyElse_KeepsItsMessage() =>
        Assert.Equal(new LlmError(401, LlmErrorTypes.Authentication, "nope", "invalid_api_key"), Read(401, """{"error":"nope"}"""));

    [Fact]
    public void Read_VeryLongMessage_IsCut() =>
        Assert.Equal(4096, Read(400, $$$"""{"error":{"type":"x","message":"{{{new string('a', 100_000)}}}"}}""").Message.Length);

    [Theory]
    [InlineData("invalid_request_error", 400)]
    [InlineData("authentication_error", 401)]
    [InlineData("billing_error", 402)]
    [InlineData("permission_error", 403)]
    [InlineData("not_found_error", 404)]
    [InlineData("conflict_error", 409)]
    [InlineData("request_too_large", 413)]
    [InlineData("rate_limit_error", 429)]
    [InlineData("api_error", 500)]
    [InlineData("overloaded_error", 503)]
    [InlineData("timeout_error", 504)]
    [InlineData("malformed_stream", 502)]
    public void FromEvent_EachType_HasItsStatus(string type, int status)
    {
        var error = MessagesErrorReader.FromEvent(Encoding.UTF8.GetBytes(type), "Broken"u8);

        Assert.Equal(status, error.Status);
        Assert.Equal("Broken", error.Message);
    }

    [Fact]
    public void FromEvent_NoMessage_HasOneAllTheSame() =>
        Assert.Equal("The provider broke its answer off with an error.", MessagesErrorReader.FromEvent("api_error"u8, default).Message);

    private static LlmError Read(int status, string body) => MessagesErrorReader.Read(status, Encoding.UTF8.GetBytes(body));
}
