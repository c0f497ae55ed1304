using System.Text;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tests.Requests;

public sealed class LlmRequestMeasuresTests
{
    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"]"}],"x":1}""", RequestField.Messages, """[{"role":"user","content":"]"}]""")]
    [InlineData("""{"a":{"messages":[1]},"messages":[2]}""", RequestField.Messages, "[2]")]
    [InlineData("""{"input" : "text" }""", RequestField.Input, "\"text\"")]
    [InlineData("""{"input":[1,2,3]}""", RequestField.Input, "[1,2,3]")]
    [InlineData("""{"prompt":["a","b"],"n":2}""", RequestField.Prompt, """["a","b"]""")]
    [InlineData("""{"system":[{"type":"text","text":"s"}]}""", RequestField.System, """[{"type":"text","text":"s"}]""")]
    [InlineData("""{"instructions":"i"}""", RequestField.Instructions, "\"i\"")]
    [InlineData("""{"tools":[{"x":{"tools":[]}}]}""", RequestField.Tools, """[{"x":{"tools":[]}}]""")]
    [InlineData("""{"functions":[],"function_call":{"name":"f"}}""", RequestField.FunctionCall, """{"name":"f"}""")]
    [InlineData("""{"tool_choice":"auto"}""", RequestField.ToolChoice, "\"auto\"")]
    [InlineData("""{"response_format":{"type":"text"}}""", RequestField.ResponseFormat, """{"type":"text"}""")]
    [InlineData("""{"text":{"format":{"type":"text"}}}""", RequestField.Text, """{"format":{"type":"text"}}""")]
    [InlineData("""{"metadata":{"messages":[]}}""", RequestField.Messages, "")]
    public void Read_PartOfPrompt_IsFoundWhole(string body, RequestField field, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Read(body).Bytes(field)));

    [Theory]
    [InlineData("""{"max_tokens":100}""", 100L)]
    [InlineData("""{"max_tokens":0}""", 0L)]
    [InlineData("""{"max_tokens":null}""", null)]
    [InlineData("""{"max_tokens":-1}""", null)]
    [InlineData("""{"max_tokens":1e3}""", 1_000L)]
    [InlineData("""{"max_tokens":100.0}""", 100L)]
    [InlineData("""{"max_tokens":100.2}""", 101L)]
    [InlineData("""{"max_tokens":9e99}""", long.MaxValue)]
    [InlineData("""{"max_tokens":9e999}""", long.MaxValue)]
    [InlineData("""{"max_tokens":9223372036854775808}""", long.MaxValue)]
    [InlineData("""{"max_tokens":-9e999}""", null)]
    [InlineData("""{"max_tokens":"100"}""", null)]
    [InlineData("""{"max_tokens":{"a":[1]}}""", null)]
    public void Read_MaxTokens_IsRoundedUpOrNothing(string body, long? expected)
    {
        var field = Read(body).MaxTokens;
        Assert.Equal(expected, field.Value);
        // From behind the colon, at 14, to before the brace.
        Assert.Equal(new ByteRange(14, body.Length - 15), field.Range);
    }

    [Fact]
    public void Read_NamesOfBounds_AreToldApart()
    {
        var request = Read("""{"max_tokens":1,"max_completion_tokens":2,"max_output_tokens":3}""");
        Assert.Equal((1L, 2L, 3L), (request.MaxTokens.Value, request.MaxCompletionTokens.Value, request.MaxOutputTokens.Value));
    }

    [Theory]
    [InlineData("""{"n":3}""", 3)]
    [InlineData("""{"n":2,"best_of":5}""", 5)]
    [InlineData("""{"n":0}""", 1)]
    [InlineData("""{"n":null}""", 1)]
    [InlineData("{}", 1)]
    public void Read_Choices_IsTheMostThatIsMade(string body, long expected) => Assert.Equal(expected, Read(body).Choices);

    [Theory]
    [InlineData("""{"user":"u1"}""", "u1")]
    [InlineData("""{"metadata":{"x":{"user_id":"no"},"user_id":"u2"}}""", "u2")]
    [InlineData("""{"metadata":{"user_id":{"a":1}},"user":""}""", null)]
    [InlineData("""{"user":7}""", null)]
    public void Read_User_IsTheBodysOwn(string body, string? expected) => Assert.Equal(expected, Read(body).User);

    [Fact]
    public void Read_ServiceTier_IsKept() => Assert.Equal("flex", Read("""{"service_tier":"flex"}""").ServiceTier);

    [Theory]
    [InlineData("""{"max_tokens":1,"max_tokens":9}""", "duplicate_field")]
    [InlineData("""{"input":"a","input":"b"}""", "duplicate_field")]
    [InlineData("""{"tools":[],"tools":[]}""", "duplicate_field")]
    [InlineData("""{"max\u005ftokens":9}""", "invalid_json")]
    [InlineData("""{"model":"small","Model":"big"}""", "invalid_json")]
    [InlineData("""{"max_tokens":1,"Max_Tokens":100000}""", "invalid_json")]
    [InlineData("""{"MAX\u005fTOKENS":9}""", "invalid_json")]
    [InlineData("""{"\u017ftream":true}""", "invalid_json")]
    [InlineData("""{"ſtream":true}""", "invalid_json")]
    [InlineData("""{"\ud800":5}""", "invalid_utf8")]
    [InlineData("""{"service\u005ftier":"flex"}""", "invalid_json")]
    [InlineData("""{"conversation":"a","conversation":"b"}""", "duplicate_field")]
    [InlineData("""{"input_file_id":"a","input_file_id":"b"}""", "duplicate_field")]
    [InlineData("""{"metadata":{},"metadata":{}}""", "duplicate_field")]
    public void Read_WhatWouldBeOverlooked_IsRefused(string body, string code) =>
        Assert.Equal(code, Assert.Throws<LlmException>(() => Read(body)).Error.Code);

    [Theory]
    [InlineData("""{"Models":1,"modelX":2,"topK":3,"Größe":4,"metadata":{"Model":"x"}}""")]
    public void Read_NamesThatAreOthers_Pass(string body) => Assert.Null(Read(body).Model);

    private static LlmRequest Read(string body) => LlmRequestReader.Read(Encoding.UTF8.GetBytes(body), maxDepth: 64);
}
