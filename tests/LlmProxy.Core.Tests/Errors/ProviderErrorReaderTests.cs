using System.Text;
using LlmProxy.Core.Errors;

namespace LlmProxy.Core.Tests.Errors;

public class ProviderErrorReaderTests
{
    [Theory]
    // OpenAI and those like it.
    [InlineData("""{"error":{"message":"Slow down.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}""", "rate_limit_exceeded", "tokens", "Slow down.")]
    [InlineData("""{"error":{"message":"The server had an error.","type":"server_error","param":null,"code":null}}""", null, "server_error", "The server had an error.")]
    // Azure: codes are strings, and its edge has a form of its own.
    [InlineData("""{"error":{"code":"429","message":"Please retry after 45 seconds."}}""", "429", null, "Please retry after 45 seconds.")]
    [InlineData("""{"error":{"code":"RateLimitReached","message":"Too many.","details":"Too many."}}""", "RateLimitReached", null, "Too many.")]
    [InlineData("""{"statusCode":401,"message":"Unauthorized. Access token is missing."}""", "401", null, "Unauthorized. Access token is missing.")]
    // Anthropic, whose members may come in any order.
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}""", null, "overloaded_error", "Overloaded")]
    [InlineData("""{"error":{"message":"model: x","type":"not_found_error"},"request_id":"req_1","type":"error"}""", null, "not_found_error", "model: x")]
    // Google, and the array around it.
    [InlineData("""{"error":{"code":503,"message":"Overloaded.","status":"UNAVAILABLE"}}""", "503", "UNAVAILABLE", "Overloaded.")]
    [InlineData("""[{"error":{"code":400,"message":"Bad.","status":"INVALID_ARGUMENT"}}]""", "400", "INVALID_ARGUMENT", "Bad.")]
    // Bedrock.
    [InlineData("""{"message":"The model took too long."}""", null, null, "The model took too long.")]
    [InlineData("""{"Message":"The model took too long."}""", null, null, "The model took too long.")]
    // Mistral.
    [InlineData("""{"object":"error","message":"Rate limit exceeded","type":"rate_limited","param":null,"code":"1300"}""", "1300", "rate_limited", "Rate limit exceeded")]
    [InlineData("""{"object":"error","message":{"detail":[{"type":"missing","loc":["body","messages"],"msg":"Field required","input":{"model":"m"}}]},"type":"invalid_request_error","param":null,"code":null}""", null, "missing", "Field required")]
    [InlineData("""{"detail":"Invalid API Key"}""", null, null, "Invalid API Key")]
    [InlineData("""{"detail":[{"loc":["body",0],"msg":"field required","type":"value_error.missing"}]}""", null, "value_error.missing", "field required")]
    // Cohere.
    [InlineData("""{"error_type":"TOO_MANY_TOKENS","id":"c1","message":"too many tokens"}""", null, "TOO_MANY_TOKENS", "too many tokens")]
    [InlineData("""{"id":"c1","message":"Trial key rate limit reached."}""", null, null, "Trial key rate limit reached.")]
    // OpenRouter, xAI, Perplexity, Voyage.
    [InlineData("""{"error":{"code":402,"message":"Insufficient credits."},"user_id":"u"}""", "402", null, "Insufficient credits.")]
    [InlineData("""{"code":"invalid-argument","error":"Incorrect API key provided."}""", "invalid-argument", null, "Incorrect API key provided.")]
    [InlineData("""{"error":{"message":"Too long.","type":"too_many_prompt_tokens","code":400}}""", "400", "too_many_prompt_tokens", "Too long.")]
    [InlineData("""{"detail":"Provided API key is invalid."}""", null, null, "Provided API key is invalid.")]
    // Groq, inside a stream.
    [InlineData("""{"error":{"message":"Failed to call a function.","type":"invalid_request_error","code":"tool_use_failed","failed_generation":"{\"x\":1}","status_code":400}}""", "tool_use_failed", "invalid_request_error", "Failed to call a function.")]
    // A response that failed.
    [InlineData("""{"id":"resp_1","object":"response","status":"failed","error":{"code":"server_error","message":"Sorry."},"output":[]}""", "server_error", null, "Sorry.")]
    // What is around the error does not hide what it says, whatever the order.
    [InlineData("""{"message":"outer","code":1,"error":{"message":"inner","code":"x"}}""", "x", null, "inner")]
    [InlineData("""{"error":{"message":"inner","code":"x"},"message":"outer","code":1}""", "x", null, "inner")]
    [InlineData("""{"errors":[{"code":"a","message":"first"},{"code":"b","message":"second"}]}""", "a", null, "first")]
    [InlineData("\"just text\"", null, null, "just text")]
    [InlineData("""{"error":{"message":{"deep":"er"},"type":["x"],"code":{"y":1}}}""", null, null, null)]
    [InlineData("\uFEFF  {\"message\":\"with a byte order mark\"}", null, null, "with a byte order mark")]
    public void Read_EveryForm_HasCodeTypeAndMessage(string body, string? code, string? type, string? message)
    {
        var error = Read(body);

        Assert.Equal((code, type, message), (error.Code, error.Type, error.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("<html><head><title>502 Bad Gateway</title></head></html>")]
    [InlineData("upstream connect error or disconnect/reset before headers")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("12")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[[[[[[[[[[[[")]
    [InlineData("{\"error\":null}")]
    [InlineData("{\"error\":[]}")]
    [InlineData("{\"error\":{}}")]
    [InlineData("{\"error\":{\"message\":\"  \",\"code\":\"\"}}")]
    [InlineData("{\"type\":null,\"code\":true,\"details\":[7,null,[]],\"metadata\":\"x\"}")]
    [InlineData("{\"error\"")]
    [InlineData("{\"error\":")]
    [InlineData("{\"error\":{\"message\":\"never end")]
    [InlineData("{,}")]
    [InlineData("\u0000\u0001\u0002")]
    public void Read_NothingThatTells_IsNothing(string body) => Assert.Equal(new ProviderError(null, null, null), Read(body));

    [Fact]
    public void Read_Google_HasReasonAndWait()
    {
        var error = Read("""
            {"error":{"code":429,"message":"You exceeded your current quota.","status":"RESOURCE_EXHAUSTED","details":[
              {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"PerMinute","quotaDimensions":{"model":"g"}}]},
              {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"RATE_LIMIT_EXCEEDED","metadata":{"service":"x"}},
              {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}]}}
            """);

        Assert.Equal(("RATE_LIMIT_EXCEEDED", TimeSpan.FromSeconds(34.4)), (error.Reason, error.RetryAfter));
        Assert.Equal(429, error.CodeAsStatus);
    }

    [Fact]
    public void Read_AzureFilter_HasTheInnerCode() => Assert.Equal("ResponsibleAIPolicyViolation", Read("""
        {"error":{"message":"Filtered.","type":null,"param":"prompt","code":"content_filter","status":400,
         "innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{"hate":{"filtered":true}}}}}
        """).Reason);

    [Fact]
    public void Read_OpenRouter_HasWhatTheProviderBehindItSaid() => Assert.Equal("upstream failed", Read("""
        {"error":{"code":502,"message":"Provider returned error","metadata":{"provider_name":"X","raw":"upstream failed"}}}
        """).Detail);

    [Fact]
    public void Read_OpenRouterModeration_IsAReason() => Assert.Equal("moderation", Read("""
        {"error":{"code":403,"message":"Flagged.","metadata":{"reasons":["violence"],"flagged_input":"…","provider_name":"X"}}}
        """).Reason);

    [Theory]
    [InlineData("ThrottlingException", "ThrottlingException")]
    [InlineData("ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/", "ValidationException")]
    [InlineData("com.amazon.coral.service#UnrecognizedClientException", "UnrecognizedClientException")]
    [InlineData("  ", null)]
    [InlineData(null, null)]
    public void Read_BedrocksHeader_IsTheType(string? header, string? type) =>
        Assert.Equal(type, ProviderErrorReader.Read("""{"message":"No."}"""u8, header).Type);

    [Fact]
    public void Read_CutBody_HasWhatStandsBeforeTheCut()
    {
        var whole = """{"error":{"message":"Too long.","code":"context_length_exceeded","type":"invalid_request_error"}}""";
        var message = whole.IndexOf(",\"code", StringComparison.Ordinal);
        for (var length = 0; length <= whole.Length; length++)
        {
            var error = Read(whole[..length]);

            Assert.Equal(length >= message ? "Too long." : null, error.Message);
        }
    }

    [Fact]
    public void Read_LongTexts_AreCut()
    {
        var error = Read($$$"""{"error":{"message":"{{{new string('m', 4095)}}}😀😀","code":"{{{new string('c', 1000)}}}"}}""");

        // Not in the middle of a character.
        Assert.Equal((new string('m', 4095), 128), (error.Message, error.Code!.Length));
    }

    [Theory]
    [InlineData("{\"message\":\"half \\ud83d\"}")]
    [InlineData("{\"message\":\"\\udc00 half\"}")]
    public void Read_BrokenEscapes_AreNoFault(string body) => Assert.Contains("half", Read(body).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_BytesThatAreNoUtf8_AreNoFault()
    {
        byte[] body = [.. "{\"message\":\"gr"u8, 0xFC, 0xDF, .. "e\"}"u8];

        Assert.StartsWith("gr", ProviderErrorReader.Read(body).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_VeryDeep_IsNoFault()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"error\":", 5000));

        Assert.Null(Read(deep).Message);
        Assert.Null(Read("{\"error\":{\"details\":" + new string('[', 5000)).Message);
    }

    [Fact]
    public void Read_AnyBytes_NeverThrows()
    {
        var random = new Random(12);
        var seed = Encoding.UTF8.GetBytes(
            """[{"error":{"code":429,"message":"q","status":"X","innererror":{"code":"c"},"details":[{"reason":"r","retryDelay":"3s"}],"metadata":{"raw":"w"}},"detail":[{"msg":"m"}]}]""");
        for (var i = 0; i < 20_000; i++)
        {
            var body = seed.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
                body[random.Next(body.Length)] = (byte)random.Next(256);

            Assert.NotNull(ProviderErrorReader.Read(body.AsSpan(0, random.Next(body.Length + 1))));
        }
    }

    [Theory]
    [InlineData("429", 429)]
    [InlineData("599", 599)]
    [InlineData("200", null)]
    [InlineData("600", null)]
    [InlineData("1300", null)]
    [InlineData("abc", null)]
    [InlineData(null, null)]
    public void CodeAsStatus_OfACode_IsOneOfAnErrors(string? code, int? status) =>
        Assert.Equal(status, new ProviderError(code, null, null).CodeAsStatus);

    private static ProviderError Read(string body) => ProviderErrorReader.Read(Encoding.UTF8.GetBytes(body));
}
