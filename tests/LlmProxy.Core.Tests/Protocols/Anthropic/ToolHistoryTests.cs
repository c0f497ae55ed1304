namespace LlmProxy.Core.Tests.Protocols.Anthropic;

public class ToolHistoryTests
{
    private const string Tools =
        """
        "tools":[{"type":"function","function":{"name":"get"}}]
        """;

    [Fact]
    public void Translate_ParallelCalls_HaveAllResultsFirstInOneUserTurn()
    {
        var translation = OfMessages(
            """
            {"role":"user","content":"Weather?"},
            {"role":"assistant","content":"Let me see.","tool_calls":[
              {"id":"call_1","type":"function","index":0,"function":{"name":"get","arguments":"{\"city\": \"Köln\"}"}},
              {"id":"call_2","type":"function","function":{"name":"get","arguments":"{\"city\":\"Rom\"}"}}]},
            {"role":"tool","tool_call_id":"call_1","content":"rain"},
            {"role":"user","content":"Quick."},
            {"role":"tool","tool_call_id":"call_2","name":"get","content":[{"type":"text","text":"sun"},{"type":"image_url","image_url":{"url":"https://x.test/s.png"}}],"cache_control":{"type":"ephemeral"}}
            """);

        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"Weather?"}]},"""
            + """{"role":"assistant","content":[{"type":"text","text":"Let me see."},{"type":"tool_use","id":"call_1","name":"get","input":{"city": "Köln"}},{"type":"tool_use","id":"call_2","name":"get","input":{"city":"Rom"}}]},"""
            + """{"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"rain"},"""
            + """{"type":"tool_result","tool_use_id":"call_2","content":[{"type":"text","text":"sun"},{"type":"image","source":{"type":"url","url":"https://x.test/s.png"}}],"cache_control":{"type":"ephemeral"}},"""
            + """{"type":"text","text":"Quick."}]}]""",
            translation.Member("messages"));
        Assert.Empty(translation.Dropped);
    }

    [Theory]
    [InlineData("\"\"", "{}")]
    [InlineData("\" \"", "{}")]
    [InlineData("\"null\"", "{}")]
    [InlineData("null", "{}")]
    [InlineData("\"{}\"", "{}")]
    [InlineData("{\"a\": 1}", "{\"a\": 1}")]
    [InlineData("\"{\\\"a\\\":\\\"\\\\ud83d\\\"}\"", "{\"a\":\"\\ud83d\"}")]
    [InlineData("\"{\\\"a\\\":\"", "{\"arguments\":\"{\\\"a\\\":\"}")]
    [InlineData("\"[1]\"", "{\"arguments\":\"[1]\"}")]
    [InlineData("\"{} x\"", "{\"arguments\":\"{} x\"}")]
    public void Translate_Arguments_AreAlwaysAnObject(string arguments, string input)
    {
        var translation = OfMessages(
            $$$"""{"role":"user","content":"Hi"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"get","arguments":{{{arguments}}}}}]},{"role":"tool","tool_call_id":"a","content":""}""");

        Assert.Contains($$"""{"type":"tool_use","id":"a","name":"get","input":{{input}}}""", translation.Body, StringComparison.Ordinal);
        Assert.Contains("""{"type":"tool_result","tool_use_id":"a"}""", translation.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_IdsOfOtherProviders_StayPairs()
    {
        var translation = OfMessages(
            """{"role":"user","content":"Hi"},{"role":"assistant","tool_calls":[{"id":"functions.get:0","type":"function","function":{"name":"get"}}]},{"role":"tool","tool_call_id":"functions.get:0","content":"x","is_error":true}""");

        Assert.Contains("\"id\":\"functions_get_0\"", translation.Body, StringComparison.Ordinal);
        Assert.Contains("""{"type":"tool_result","tool_use_id":"functions_get_0","content":"x","is_error":true}""", translation.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_HistoryWithToolsButNoTools_GetsStandInsThatCannotBeCalled()
    {
        var translation = ChatRequestTranslation.OfMessages(
            """{"role":"user","content":"Hi"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"get"}},{"id":"b","type":"function","function":{"name":"get"}}]},{"role":"tool","tool_call_id":"a","content":"x"},{"role":"tool","tool_call_id":"b","content":"y"}""");

        Assert.Equal(
            """[{"name":"get","description":"Was called earlier in this conversation and cannot be called now.","input_schema":{"type":"object","properties":{}}}]""",
            translation.Member("tools"));
        Assert.Equal("""{"type":"none"}""", translation.Member("tool_choice"));
    }

    [Fact]
    public void Translate_UnknownMembersOfCalls_AreListed()
    {
        var translation = OfMessages(
            """{"role":"user","content":"Hi"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","odd":1,"function":{"name":"get","even":2}}]},{"role":"tool","tool_call_id":"a","content":"x","third":3}""");

        Assert.Equal(["messages[].tool_calls[].odd", "messages[].tool_calls[].function.even", "messages[].third"], translation.Dropped);
    }

    [Theory]
    [InlineData("""{"role":"tool","content":"x"}""", "messages[1].tool_call_id")]
    [InlineData("""{"role":"function","name":"f","content":"x"}""", "messages[1].role")]
    [InlineData("""{"role":"assistant","tool_calls":{}}""", "messages[1].tool_calls")]
    [InlineData("""{"role":"assistant","tool_calls":[1]}""", "messages[1].tool_calls[0]")]
    [InlineData("""{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"f"}}]}""", "messages[1].tool_calls[0].id")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{}}]}""", "messages[1].tool_calls[0].function.name")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"a","type":"custom","custom":{"name":"f","input":"x"}}]}""", "messages[1].tool_calls[0].type")]
    public void Translate_CallThatCannotBeCarried_IsRefusedWithItsPath(string message, string param) =>
        Assert.Equal(param, ChatRequestTranslation.ErrorOf($$"""{"messages":[{"role":"user","content":"Hi"},{{message}}]}""").Param);

    private static ChatRequestTranslation OfMessages(string messages) =>
        ChatRequestTranslation.Of($$"""{"messages":[{{messages}}],{{Tools}}}""");
}
