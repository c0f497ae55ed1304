namespace LlmProxy.Core.Tests.Protocols.Anthropic;

public class ParameterTranslationTests
{
    private const string Opus41 = "claude-opus-4-1";
    private const string Sonnet4 = "claude-sonnet-4-20250514";
    private const string Opus47 = "claude-opus-4-7";

    [Theory]
    [InlineData("\"seed\":null", "4096", "")]
    [InlineData("\"max_tokens\":7", "7", "")]
    [InlineData("\"max_completion_tokens\":8", "8", "")]
    [InlineData("\"max_tokens\":7,\"max_completion_tokens\":8", "8", "max_tokens")]
    [InlineData("\"max_tokens\":8,\"max_completion_tokens\":8", "8", "")]
    public void Translate_MaxTokens_NewerNameWins(string fields, string expected, string dropped) =>
        AssertMember(ChatRequestTranslation.OfFields(fields), "max_tokens", expected, dropped);

    [Theory]
    [InlineData("max_tokens", "0")]
    [InlineData("max_tokens", "-1")]
    [InlineData("max_tokens", "1.5")]
    [InlineData("max_tokens", "99999999999")]
    [InlineData("max_completion_tokens", "\"9\"")]
    [InlineData("temperature", "-0.1")]
    [InlineData("temperature", "2.1")]
    [InlineData("temperature", "\"1\"")]
    [InlineData("top_p", "1.01")]
    [InlineData("stop", "7")]
    [InlineData("stop", "[\"a\",1]")]
    [InlineData("user", "7")]
    [InlineData("safety_identifier", "{}")]
    [InlineData("reasoning_effort", "\"extreme\"")]
    [InlineData("reasoning_effort", "3")]
    public void Translate_ValueOutOfRange_IsRefused(string field, string value)
    {
        var error = ChatRequestTranslation.ErrorOf($$"""{"messages":[{"role":"user","content":"Hi"}],"{{field}}":{{value}}}""");

        Assert.Equal("invalid_value", error.Code);
        Assert.Equal(field, error.Param);
    }

    [Theory]
    [InlineData("0.20", Sonnet4, "0.20", "")]
    [InlineData("1", Sonnet4, "1", "")]
    [InlineData("1.7", Sonnet4, "1", "temperature")]
    [InlineData("0.2", Opus47, null, "temperature")]
    [InlineData("0.2", "claude-sonnet-4-6", "0.2", "")]
    [InlineData("0.2", "some-other-model", "0.2", "")]
    public void Translate_Temperature_EndsAtOne(string value, string model, string? expected, string dropped) =>
        AssertMember(ChatRequestTranslation.OfFields($"\"temperature\":{value}", model), "temperature", expected, dropped);

    [Theory]
    [InlineData("\"top_p\":0.9", Sonnet4, "0.9", "")]
    [InlineData("\"top_p\":0.9,\"temperature\":0.5", Sonnet4, "0.9", "")]
    [InlineData("\"top_p\":0.9,\"temperature\":0.5", Opus41, null, "top_p")]
    [InlineData("\"top_p\":0.9", Opus47, null, "top_p")]
    public void Translate_TopP_GoesWhereItMay(string fields, string model, string? expected, string dropped) =>
        AssertMember(ChatRequestTranslation.OfFields(fields, model), "top_p", expected, dropped);

    [Fact]
    public void Translate_TopKForAModelWithoutSampling_IsListed() =>
        AssertMember(ChatRequestTranslation.OfFields("\"top_k\":5", Opus47), "top_k", null, "top_k");

    [Theory]
    [InlineData("\"END\"", "[\"END\"]", "")]
    [InlineData("[\"a\",\"\\n\",\"b\"]", "[\"a\",\"b\"]", "stop")]
    [InlineData("\" \"", null, "stop")]
    [InlineData("[]", null, "")]
    public void Translate_Stop_IsStopSequences(string stop, string? expected, string dropped) =>
        AssertMember(ChatRequestTranslation.OfFields($"\"stop\":{stop}"), "stop_sequences", expected, dropped);

    [Theory]
    [InlineData("\"user\":\"u-1\"", """{"user_id":"u-1"}""", "")]
    [InlineData("\"safety_identifier\":\"s-1\"", """{"user_id":"s-1"}""", "")]
    [InlineData("\"user\":\"u-1\",\"safety_identifier\":\"s-1\"", """{"user_id":"s-1"}""", "user")]
    [InlineData("\"user\":\"same\",\"safety_identifier\":\"same\"", """{"user_id":"same"}""", "")]
    [InlineData("\"user\":\"\"", null, "")]
    public void Translate_User_IsMetadata(string fields, string? expected, string dropped) =>
        AssertMember(ChatRequestTranslation.OfFields(fields), "metadata", expected, dropped);

    [Theory]
    [InlineData("auto", "\"auto\"", "")]
    [InlineData("priority", "\"auto\"", "")]
    [InlineData("default", "\"standard_only\"", "")]
    [InlineData("standard_only", "\"standard_only\"", "")]
    [InlineData("flex", null, "service_tier")]
    public void Translate_ServiceTier_IsAnthropics(string tier, string? expected, string dropped) =>
        AssertMember(ChatRequestTranslation.OfFields($"\"service_tier\":\"{tier}\""), "service_tier", expected, dropped);

    [Fact]
    public void Translate_JsonSchema_IsEnforced()
    {
        var translation = ChatRequestTranslation.OfFields(
            """
            "response_format":{"type":"json_schema","json_schema":{"name":"dog","strict":true,"description":"A dog.","schema":{"type":"object", "properties":{}}}}
            """);

        AssertMember(
            translation, "output_config", """{"format":{"type":"json_schema","schema":{"type":"object", "properties":{}}}}""",
            "response_format.json_schema.description");
        Assert.Null(translation.Member("system"));
    }

    [Fact]
    public void Translate_JsonSchemaForAnOldModel_IsAskedForInTheSystemPrompt()
    {
        var translation = ChatRequestTranslation.OfFields(
            """
            "response_format":{"type":"json_schema","json_schema":{"name":"dog","schema":{"type":"object"}}}
            """,
            Sonnet4);

        Assert.Null(translation.Member("output_config"));
        AssertMember(
            translation, "system",
            """[{"type":"text","text":"Answer with one valid JSON object and nothing else: no text before or after it, and no code fence around it. The object must conform to this JSON Schema:\n{\"type\":\"object\"}"}]""",
            "response_format");
    }

    [Fact]
    public void Translate_JsonObject_IsAskedForInTheSystemPrompt() =>
        AssertMember(
            ChatRequestTranslation.OfFields("\"response_format\":{\"type\":\"json_object\"}"), "system",
            """[{"type":"text","text":"Answer with one valid JSON object and nothing else: no text before or after it, and no code fence around it."}]""",
            "response_format");

    [Theory]
    [InlineData("""{"type":"grammar"}""", "response_format.type")]
    [InlineData("\"json\"", "response_format.type")]
    [InlineData("""{"type":"json_schema"}""", "response_format.json_schema.schema")]
    [InlineData("""{"type":"json_schema","json_schema":{"schema":"{}"}}""", "response_format.json_schema.schema")]
    public void Translate_UnknownFormat_IsRefused(string format, string param) =>
        Assert.Equal(
            param, ChatRequestTranslation.ErrorOf($$"""{"messages":[{"role":"user","content":"Hi"}],"response_format":{{format}}}""").Param);

    [Fact]
    public void Translate_OwnOutputConfig_IsKeptBesideOurs()
    {
        var translation = ChatRequestTranslation.OfFields(
            """
            "output_config":{"effort":"low","format":{"type":"x"},"task_budget":5},"response_format":{"type":"json_schema","json_schema":{"schema":{}}},"reasoning_effort":"high"
            """,
            "claude-opus-4-6");

        Assert.Equal(
            """{"format":{"type":"json_schema","schema":{}},"effort":"high","task_budget":5}""", translation.Member("output_config"));
    }

    private static void AssertMember(ChatRequestTranslation translation, string name, string? expected, string dropped)
    {
        Assert.Equal(expected, translation.Member(name));
        Assert.Equal(dropped, string.Join(',', translation.Dropped));
    }
}
