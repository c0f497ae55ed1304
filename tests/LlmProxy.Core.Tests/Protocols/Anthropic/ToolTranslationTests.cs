namespace LlmProxy.Core.Tests.Protocols.Anthropic;

public class ToolTranslationTests
{
    private const string Two =
        """
        "tools":[{"type":"function","function":{"name":"a"}},{"type":"function","function":{"name":"b"}}]
        """;

    [Fact]
    public void Translate_FunctionTool_KeepsItsSchemaByteForByte()
    {
        var translation = ChatRequestTranslation.OfFields(
            """
            "tools":[{"type":"function","function":{"name":"get","description":"Gets é\u00e9.","parameters":{"type":"object", "properties":{"n":{"type":"integer","maximum":1e3}},"$defs":{}},"strict":true},"cache_control":{"type":"ephemeral"}}]
            """);

        Assert.Equal(
            """[{"name":"get","description":"Gets é\u00e9.","input_schema":{"type":"object", "properties":{"n":{"type":"integer","maximum":1e3}},"$defs":{}},"strict":true,"cache_control":{"type":"ephemeral"}}]""",
            translation.Member("tools"));
        Assert.Null(translation.Member("tool_choice"));
        Assert.Empty(translation.Dropped);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"parameters\":null")]
    [InlineData(",\"parameters\":{}")]
    public void Translate_ToolWithoutParameters_TakesAnEmptyObject(string parameters) =>
        Assert.Equal(
            """[{"name":"now","input_schema":{"type":"object","properties":{}}}]""",
            ChatRequestTranslation.OfFields($$$"""
                "tools":[{"type":"function","function":{"name":"now"{{{parameters}}}}}]
                """).Member("tools"));

    [Fact]
    public void Translate_SchemaWithoutType_IsAnObject() =>
        Assert.Equal(
            """[{"name":"f","input_schema":{"type":"object","properties":{"a":{}}}}]""",
            ChatRequestTranslation.OfFields("""
                "tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"a":{}}}}}]
                """).Member("tools"));

    [Fact]
    public void Translate_AnthropicsOwnMembersAndTools_Pass()
    {
        var translation = ChatRequestTranslation.OfFields(
            """
            "tools":[{"type":"function","function":{"name":"f","input_examples":[{}],"cache_control":{"type":"ephemeral"}},"defer_loading":true},
            {"type":"web_search_20250305","name":"web_search", "max_uses":3}],"tool_choice":{"type":"function","function":{"name":"web_search"}}
            """);

        Assert.Equal(
            """[{"name":"f","input_schema":{"type":"object","properties":{}},"cache_control":{"type":"ephemeral"},"input_examples":[{}],"defer_loading":true},{"type":"web_search_20250305","name":"web_search", "max_uses":3}]""",
            translation.Member("tools"));
        Assert.Equal("""{"type":"tool","name":"web_search"}""", translation.Member("tool_choice"));
    }

    [Fact]
    public void Translate_UnknownMembersOfTools_AreListed()
    {
        var translation = ChatRequestTranslation.OfFields(
            """
            "tools":[{"type":"function","function":{"name":"f","odd":1,"strict":false},"even":2}]
            """);

        Assert.Equal(["tools[].function.odd", "tools[].even"], translation.Dropped);
    }

    [Fact]
    public void Translate_StrictToolForAnOldModel_IsListed()
    {
        var translation = ChatRequestTranslation.OfFields(
            """
            "tools":[{"type":"function","function":{"name":"f","strict":true}}]
            """,
            "claude-sonnet-4-20250514");

        Assert.Equal(["tools[].function.strict"], translation.Dropped);
        Assert.DoesNotContain("strict", translation.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"auto\"", """{"type":"auto"}""")]
    [InlineData("\"required\"", """{"type":"any"}""")]
    [InlineData("\"none\"", """{"type":"none"}""")]
    [InlineData("""{"type":"function","function":{"name":"b"}}""", """{"type":"tool","name":"b"}""")]
    public void Translate_ToolChoice_IsAnthropics(string choice, string expected) =>
        Assert.Equal(expected, ChatRequestTranslation.OfFields($"{Two},\"tool_choice\":{choice}").Member("tool_choice"));

    [Theory]
    [InlineData("", """{"type":"auto","disable_parallel_tool_use":true}""")]
    [InlineData(",\"tool_choice\":\"auto\"", """{"type":"auto","disable_parallel_tool_use":true}""")]
    [InlineData(",\"tool_choice\":\"required\"", """{"type":"any","disable_parallel_tool_use":true}""")]
    [InlineData(",\"tool_choice\":\"none\"", """{"type":"none"}""")]
    [InlineData(",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"a\"}}", """{"type":"tool","name":"a","disable_parallel_tool_use":true}""")]
    public void Translate_OneToolAtATime_DisablesParallelUse(string choice, string expected) =>
        Assert.Equal(expected, ChatRequestTranslation.OfFields($"{Two},\"parallel_tool_calls\":false{choice}").Member("tool_choice"));

    [Fact]
    public void Translate_AllowedTools_SendsOnlyThose()
    {
        var translation = ChatRequestTranslation.OfFields(
            Two + """
            ,"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"b"}}]}}
            """);

        Assert.Equal("""[{"name":"b","input_schema":{"type":"object","properties":{}}}]""", translation.Member("tools"));
        Assert.Equal("""{"type":"any"}""", translation.Member("tool_choice"));
    }

    [Theory]
    [InlineData("\"required\"", true)]
    [InlineData("""{"type":"function","function":{"name":"b"}}""", true)]
    [InlineData("\"none\"", false)]
    [InlineData("\"auto\"", false)]
    public void Translate_ToolChoiceWithoutTools_IsDropped(string choice, bool listed)
    {
        var translation = ChatRequestTranslation.OfFields($"\"tools\":[],\"tool_choice\":{choice}");

        Assert.Null(translation.Member("tool_choice"));
        Assert.Null(translation.Member("tools"));
        Assert.Equal(listed ? ["tool_choice"] : [], translation.Dropped);
    }

    [Theory]
    [InlineData("\"tools\":{}", "tools")]
    [InlineData("\"tools\":[7]", "tools[0]")]
    [InlineData("\"tools\":[{\"type\":\"function\"}]", "tools[0].function")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{}}]", "tools[0].function.name")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":\"{}\"}}]", "tools[0].function.parameters")]
    [InlineData("\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"f\"}}]", "tools[0].type")]
    [InlineData("\"tools\":[{\"type\":\"web_search\"}]", "tools[0].type")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":\"always\"", "tool_choice")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":7", "tool_choice")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"g\"}}", "tool_choice.function.name")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"tools\":[]}}", "tool_choice.allowed_tools.tools")]
    [InlineData("\"functions\":[{\"name\":\"f\"}],\"function_call\":{\"name\":\"g\"}", "function_call.name")]
    [InlineData("\"functions\":[{}]", "functions[0].name")]
    public void Translate_ToolThatCannotBeCarried_IsRefusedWithItsPath(string fields, string param) =>
        Assert.Equal(param, ChatRequestTranslation.ErrorOf($$"""{"messages":[{"role":"user","content":"Hi"}],{{fields}}}""").Param);

    [Fact]
    public void Translate_OldFunctions_AreToolsCalledOneAtATime()
    {
        var translation = ChatRequestTranslation.Of(
            """
            {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{\"a\":1}"}},
            {"role":"function","name":"f","content":"one"},{"role":"assistant","function_call":{"name":"f","arguments":""}},
            {"role":"function","name":"f","content":"two"}],"functions":[{"name":"f","parameters":{"type":"object"}}],"function_call":{"name":"f"}}
            """);

        Assert.Equal("""[{"name":"f","input_schema":{"type":"object"}}]""", translation.Member("tools"));
        Assert.Equal("""{"type":"tool","name":"f","disable_parallel_tool_use":true}""", translation.Member("tool_choice"));
        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"Hi"}]},{"role":"assistant","content":[{"type":"tool_use","id":"function_call_1","name":"f","input":{"a":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"function_call_1","content":"one"}]},{"role":"assistant","content":[{"type":"tool_use","id":"function_call_2","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"function_call_2","content":"two"}]}]""",
            translation.Member("messages"));
        Assert.True(translation.Result.UsesFunctions);
        Assert.Empty(translation.Dropped);
    }
}
