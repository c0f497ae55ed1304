using LlmProxy.Core.Protocols.Anthropic;

namespace LlmProxy.Core.Tests.Protocols.Anthropic;

public class ThinkingTranslationTests
{
    private const string Sonnet45 = "claude-sonnet-4-5-20250929";
    private const string Opus46 = "claude-opus-4-6";
    private const string Opus48 = "claude-opus-4-8";

    [Theory]
    [InlineData("minimal", 1024)]
    [InlineData("low", 1024)]
    [InlineData("medium", 2048)]
    [InlineData("high", 4096)]
    [InlineData("xhigh", 8192)]
    [InlineData("max", 16384)]
    public void Translate_EffortAsBudget_ComesOnTopOfTheDefaultLimit(string effort, int budget)
    {
        var translation = ChatRequestTranslation.OfFields($"\"reasoning_effort\":\"{effort}\"", Sonnet45);

        Assert.Equal($$"""{"type":"enabled","budget_tokens":{{budget}}}""", translation.Member("thinking"));
        Assert.Equal($"{4096 + budget}", translation.Member("max_tokens"));
        Assert.Null(translation.Member("output_config"));
        Assert.Empty(translation.Dropped);
    }

    [Theory]
    [InlineData("minimal", Opus48, "low")]
    [InlineData("low", Opus48, "low")]
    [InlineData("medium", Opus48, "medium")]
    [InlineData("high", Opus48, "high")]
    [InlineData("xhigh", Opus48, "xhigh")]
    [InlineData("max", Opus48, "max")]
    [InlineData("xhigh", Opus46, "max")]
    [InlineData("high", "claude-mythos-preview", "high")]
    public void Translate_EffortOfANewerModel_IsAdaptive(string effort, string model, string expected)
    {
        var translation = ChatRequestTranslation.OfFields($"\"reasoning_effort\":\"{effort}\",\"max_tokens\":500", model);

        Assert.Equal("""{"type":"adaptive"}""", translation.Member("thinking"));
        Assert.Equal($$"""{"effort":"{{expected}}"}""", translation.Member("output_config"));
        Assert.Equal("500", translation.Member("max_tokens"));
        Assert.Empty(translation.Dropped);
    }

    [Fact]
    public void Translate_AdaptiveWithoutLimit_LeavesRoomToThink() =>
        Assert.Equal("8192", ChatRequestTranslation.OfFields("\"reasoning_effort\":\"high\"", Opus46).Member("max_tokens"));

    [Theory]
    [InlineData(Sonnet45, AnthropicThinkingStyle.Auto, "enabled")]
    [InlineData(Sonnet45, AnthropicThinkingStyle.Adaptive, "adaptive")]
    [InlineData(Opus46, AnthropicThinkingStyle.Auto, "adaptive")]
    [InlineData(Opus46, AnthropicThinkingStyle.Budget, "enabled")]
    [InlineData("claude-3-7-sonnet-20250219", AnthropicThinkingStyle.Auto, "enabled")]
    [InlineData("claude-sonnet-4-20250514", AnthropicThinkingStyle.Auto, "enabled")]
    [InlineData("anthropic.claude-opus-5", AnthropicThinkingStyle.Auto, "adaptive")]
    [InlineData("claude-opus-4.6", AnthropicThinkingStyle.Auto, "adaptive")]
    [InlineData("claude-next", AnthropicThinkingStyle.Auto, "adaptive")]
    [InlineData("deepseek-chat", AnthropicThinkingStyle.Auto, "enabled")]
    public void Translate_Style_IsTheClustersElseTheModels(string model, AnthropicThinkingStyle style, string type) =>
        Assert.StartsWith(
            $$"""{"type":"{{type}}""", ChatRequestTranslation.OfFields("\"reasoning_effort\":\"low\"", model, style).Member("thinking"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(1025, 1024)]
    [InlineData(2500, 1250)]
    [InlineData(6000, 3000)]
    [InlineData(20000, 4096)]
    public void Translate_Budget_StaysBelowTheLimit(int limit, int budget)
    {
        var translation = ChatRequestTranslation.OfFields($"\"reasoning_effort\":\"high\",\"max_tokens\":{limit}");

        Assert.Equal($$"""{"type":"enabled","budget_tokens":{{budget}}}""", translation.Member("thinking"));
        Assert.Equal($"{limit}", translation.Member("max_tokens"));
    }

    [Theory]
    [InlineData("\"max_tokens\":1024", "claude-sonnet-4-5")]
    [InlineData("\"max_tokens\":9000", "claude-3-5-haiku-20241022")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":\"required\"", "claude-sonnet-4-5")]
    public void Translate_ThinkingThatCannotBe_IsListed(string fields, string model)
    {
        var translation = ChatRequestTranslation.OfFields($"\"reasoning_effort\":\"high\",{fields}", model);

        Assert.Null(translation.Member("thinking"));
        Assert.Equal(["reasoning_effort"], translation.Dropped);
    }

    [Fact]
    public void Translate_AdaptiveWithForcedTool_KeepsTheEffortAlone()
    {
        var translation = ChatRequestTranslation.OfFields(
            """
            "reasoning_effort":"high","tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"function","function":{"name":"f"}}
            """,
            Opus46);

        Assert.Null(translation.Member("thinking"));
        Assert.Equal("""{"effort":"high"}""", translation.Member("output_config"));
        Assert.Equal(["reasoning_effort"], translation.Dropped);
    }

    [Theory]
    [InlineData(Sonnet45, null, null, "")]
    [InlineData(Opus48, null, null, "")]
    [InlineData("claude-3-5-haiku-20241022", null, null, "")]
    [InlineData("claude-opus-5", """{"type":"disabled"}""", null, "")]
    [InlineData("claude-fable-5", null, """{"effort":"low"}""", "reasoning_effort")]
    [InlineData("claude-opus-5-5", null, """{"effort":"low"}""", "reasoning_effort")]
    public void Translate_NoEffort_TurnsThinkingOffWhereItCan(string model, string? thinking, string? config, string dropped)
    {
        var translation = ChatRequestTranslation.OfFields("\"reasoning_effort\":\"none\"", model);

        Assert.Equal(thinking, translation.Member("thinking"));
        Assert.Equal(config, translation.Member("output_config"));
        Assert.Equal(dropped, string.Join(',', translation.Dropped));
        Assert.Equal("4096", translation.Member("max_tokens"));
    }

    [Fact]
    public void Translate_OwnThinkingObject_PassesAndRaisesTheDefaultLimit()
    {
        var translation = ChatRequestTranslation.OfFields(
            """
            "thinking":{"type":"enabled", "budget_tokens":10000},"reasoning_effort":"low"
            """);

        Assert.Equal("""{"type":"enabled", "budget_tokens":10000}""", translation.Member("thinking"));
        Assert.Equal("14096", translation.Member("max_tokens"));
        Assert.Equal(["reasoning_effort"], translation.Dropped);
    }

    [Theory]
    [InlineData("\"temperature\":0.5", "temperature")]
    [InlineData("\"temperature\":1", "")]
    [InlineData("\"top_k\":5", "top_k")]
    [InlineData("\"top_p\":0.9", "top_p")]
    [InlineData("\"top_p\":0.95", "")]
    public void Translate_SamplingWhileThinking_IsBound(string field, string dropped)
    {
        var translation = ChatRequestTranslation.OfFields($"\"reasoning_effort\":\"low\",{field}");

        Assert.Equal(dropped, string.Join(',', translation.Dropped));
        Assert.Equal(dropped.Length == 0, translation.Body.Contains(field, StringComparison.Ordinal));
    }

    [Fact]
    public void Translate_SamplingWithThinkingDisabled_IsFree() =>
        Assert.Empty(ChatRequestTranslation.OfFields("\"thinking\":{\"type\":\"disabled\"},\"temperature\":0.5").Dropped);

    [Theory]
    [InlineData("""{"role":"assistant","content":"{"}""", null)]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f"}}]},{"role":"tool","tool_call_id":"a","content":"x"}""", null)]
    [InlineData("""{"role":"assistant","thinking_blocks":[{"type":"thinking","thinking":"Hm","signature":"s"}],"tool_calls":[{"id":"a","type":"function","function":{"name":"f"}}]},{"role":"tool","tool_call_id":"a","content":"x"}""", "enabled")]
    [InlineData("""{"role":"assistant","content":"Hello"},{"role":"user","content":"Go"}""", "enabled")]
    public void Translate_TurnWithoutItsThinking_CannotBeThoughtOn(string messages, string? type)
    {
        var translation = ChatRequestTranslation.Of(
            $$$"""{"messages":[{"role":"user","content":"Hi"},{{{messages}}}],"reasoning_effort":"low","tools":[{"type":"function","function":{"name":"f"}}]}""");

        Assert.Equal(type is null ? null : """{"type":"enabled","budget_tokens":1024}""", translation.Member("thinking"));
        Assert.Equal(type is null ? ["reasoning_effort"] : [], translation.Dropped);
    }

    [Fact]
    public void Translate_TurnWithoutItsThinking_DoesNotTroubleAdaptiveModels()
    {
        var translation = ChatRequestTranslation.Of(
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f"}}]},{"role":"tool","tool_call_id":"a","content":"x"}],"reasoning_effort":"low"}""",
            Opus46);

        Assert.Equal("""{"type":"adaptive"}""", translation.Member("thinking"));
    }
}
