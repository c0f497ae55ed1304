namespace LlmProxy.Core.Tests.Protocols.Anthropic;

public class ChatToMessagesRequestTests
{
    [Fact]
    public void Translate_PlainQuestion_IsAMessagesRequest()
    {
        var translation = ChatRequestTranslation.Of(
            """{"model":"gpt-4o","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}],"stream":true,"stream_options":{"include_usage":true}}""");

        Assert.Equal(
            """{"model":"claude-sonnet-4-5","max_tokens":4096,"system":[{"type":"text","text":"Be brief."}],"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],"stream":true}""",
            translation.Body);
        Assert.Empty(translation.Dropped);
        Assert.True(translation.Result.Stream);
        Assert.True(translation.Result.IncludeUsage);
        Assert.False(translation.Result.UsesFunctions);
    }

    [Fact]
    public void Translate_NotStreamed_SaysSo()
    {
        var translation = ChatRequestTranslation.OfFields("\"stream\":false");

        Assert.Null(translation.Member("stream"));
        Assert.False(translation.Result.Stream);
        Assert.False(translation.Result.IncludeUsage);
    }

    [Fact]
    public void Translate_FieldsWithoutCounterpart_AreListed()
    {
        var translation = ChatRequestTranslation.OfFields(
            """
            "n":1,"seed":7,"frequency_penalty":0.5,"presence_penalty":0.5,"logit_bias":{"50256":-100},"logprobs":true,"top_logprobs":2,
            "metadata":{"a":"b"},"store":true,"prediction":{"type":"content","content":"x"},"verbosity":"low","prompt_cache_key":"k","my_field":1
            """);

        Assert.Equal(
            [
                "seed", "frequency_penalty", "presence_penalty", "logit_bias", "logprobs", "top_logprobs", "metadata", "store", "prediction",
                "verbosity", "prompt_cache_key", "my_field",
            ],
            translation.Dropped);
    }

    [Fact]
    public void Translate_FieldsThatSayNothing_AreNotListed()
    {
        var translation = ChatRequestTranslation.OfFields(
            """
            "n":1,"seed":null,"logprobs":false,"store":false,"logit_bias":{},"metadata":{},"prompt_cache_key":"","tools":null,"stop":null,
            "modalities":["text"],"parallel_tool_calls":true,"response_format":{"type":"text"},"temperature":null,"max_tokens":null
            """);

        Assert.Empty(translation.Dropped);
        Assert.Equal(
            """{"model":"claude-sonnet-4-5","max_tokens":4096,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]}""",
            translation.Body);
    }

    [Fact]
    public void Translate_AnthropicsOwnFields_PassByteForByte()
    {
        var translation = ChatRequestTranslation.OfFields(
            """
            "top_k":40,"cache_control":{"type": "ephemeral"},"mcp_servers":[{"type":"url","url":"https://x.test"}],"container":"c_1",
            "context_management":{"edits":[ ]},"inference_geo":"us"
            """);

        Assert.Empty(translation.Dropped);
        Assert.Equal("40", translation.Member("top_k"));
        Assert.Equal("""{"type": "ephemeral"}""", translation.Member("cache_control"));
        Assert.Equal("""[{"type":"url","url":"https://x.test"}]""", translation.Member("mcp_servers"));
        Assert.Equal("\"c_1\"", translation.Member("container"));
        Assert.Equal("""{"edits":[ ]}""", translation.Member("context_management"));
        Assert.Equal("\"us\"", translation.Member("inference_geo"));
    }

    [Fact]
    public void Translate_HostileFieldNames_AreSafeInAHeader()
    {
        var translation = ChatRequestTranslation.OfFields("\"a\\r\\nSet-Cookie: x\":1,\"größe, \\ud800\":1,\"" + new string('y', 500) + "\":1");

        Assert.Equal(["a_r_nSet-Cookie__x", "gr__e___ud800", new string('y', 80)], translation.Dropped);
    }

    [Fact]
    public void Translate_VeryManyUnknownFields_ListIsBounded()
    {
        var translation = ChatRequestTranslation.OfFields(string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"f{i}\":1")));

        Assert.Equal(32, translation.Dropped.Count);
        Assert.Equal("f30", translation.Dropped[30]);
        Assert.Equal("more", translation.Dropped[31]);
    }

    [Theory]
    [InlineData("\"n\":2", "n")]
    [InlineData("\"n\":\"1\"", "n")]
    [InlineData("\"modalities\":[\"text\",\"audio\"]", "modalities")]
    [InlineData("\"web_search_options\":{}", "web_search_options")]
    public void Translate_WhatWouldChangeTheMeaning_IsRefused(string field, string param)
    {
        var error = ChatRequestTranslation.ErrorOf($$"""{"messages":[{"role":"user","content":"Hi"}],{{field}}}""");

        Assert.Equal("unsupported_value", error.Code);
        Assert.Equal(param, error.Param);
    }

    [Theory]
    [InlineData("{}", "missing_required_parameter")]
    [InlineData("""{"messages":null}""", "missing_required_parameter")]
    [InlineData("""{"messages":[]}""", "invalid_value")]
    [InlineData("""{"messages":"Hi"}""", "invalid_value")]
    [InlineData("[]", "invalid_value")]
    public void Translate_NoConversation_IsRefused(string body, string code)
    {
        var error = ChatRequestTranslation.ErrorOf(body);

        Assert.Equal(code, error.Code);
        Assert.Equal("messages", error.Param);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    public void Translate_NotJson_IsRefused(string body) =>
        Assert.Equal("invalid_json", ChatRequestTranslation.ErrorOf(body).Code);

    [Fact]
    public void Translate_TooDeep_IsRefused()
    {
        var deep = new string('[', 300) + new string(']', 300);

        Assert.Equal("invalid_json", ChatRequestTranslation.ErrorOf($$"""{"messages":[{"role":"user","content":"Hi"}],"x":{{deep}}}""").Code);
    }

    [Fact]
    public void Translate_SameFieldTwice_LastOneCounts()
    {
        var translation = ChatRequestTranslation.OfFields("\"max_tokens\":1,\"max_tokens\":2");

        Assert.Equal("2", translation.Member("max_tokens"));
    }

    [Fact]
    public void Translate_UnpairedSurrogateInAName_DoesNotThrow()
    {
        var translation = ChatRequestTranslation.Of("""{"messages":[{"conten\ud800":1,"rol\ud800":2,"role":"user","content":"Hi \ud83d"}]}""");

        Assert.Equal("""[{"role":"user","content":[{"type":"text","text":"Hi \ud83d"}]}]""", translation.Member("messages"));
        Assert.Equal(["messages[].conten_ud800", "messages[].rol_ud800"], translation.Dropped);
    }
}
