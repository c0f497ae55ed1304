using LlmProxy.Core.Tokens.Prompts;

namespace LlmProxy.Core.Tests.Tokens.Prompts;

/// <remarks>"Hello" and "hi" are one token in every encoding used here, and so is each role.</remarks>
public sealed class PromptCounterTests
{
    private const string Message = """{"role":"user","content":"Hello"}""";

    [Theory]
    [InlineData("gpt-4o", 8)] // 3 a message, role, text, 3 for the reply
    [InlineData("gpt-4", 8)]
    [InlineData("openai/gpt-4o-2024-08-06", 8)]
    [InlineData("gpt-35-turbo", 8)]
    [InlineData("gpt-3.5-turbo-0301", 9)] // 4 a message
    [InlineData("gpt-5-mini", 7)] // 2 for the reply
    [InlineData("o3-mini", 7)]
    public void Count_OneMessage_IsByTheModelsRules(string model, long expected) =>
        Assert.Equal((expected, true), Exact($$"""{"messages":[{{Message}}]}""", model));

    [Theory]
    [InlineData("""{"messages":[{"role":"user","name":"hi","content":"Hello"}]}""", 10)] // the name, and 1
    [InlineData("""{"messages":[{"role":"user","name":"user","content":"Hello"}]}""", 9)] // the name alone
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":"Hello"},{"type":"text","text":"Hello"}]}]}""", 9)]
    [InlineData("""{"messages":[{"role":"assistant","content":null}]}""", 7)]
    [InlineData("""{"messages":[]}""", 3)]
    [InlineData("""{"messages":[{"role":"user","content":"Hel\u006co"}]}""", 8)]
    public void Count_PartsOfAMessage_AreAdded(string json, long expected) => Assert.Equal((expected, true), Exact(json, "gpt-4o"));

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void Count_UpToANumber_SaysWhetherThereAreMore(long most, bool isCut) =>
        Assert.Equal(isCut, PromptCounter.Count(Prompts.Read($$"""{"messages":[{{Message}}]}"""), PromptKind.Chat, PromptModel.For("gpt-4o"), most).IsCut);

    [Fact]
    public void Count_UpToANumber_CountsNoFurther()
    {
        var words = string.Concat(Enumerable.Repeat(" Hello", 1_000));
        var messages = string.Join(',', Enumerable.Repeat($$"""{"role":"user","content":"{{words}}"}""", 10));

        var count = PromptCounter.Count(Prompts.Read($$"""{"messages":[{{messages}}]}"""), PromptKind.Chat, PromptModel.For("gpt-4o"), most: 1_500);

        // 3 for the reply, 3 and the role and 1,000 words, 3 and the role and 493 words, which make 1,504 before the text is looked at again; then 8 times what a message adds.
        Assert.True(count.IsCut);
        Assert.InRange(count.Tokens, 1_501, 1_501 + (8 * 4));
    }

    [Fact]
    public void Count_AnswerBefore_HasItsChannel()
    {
        const string json = """{"messages":[{"role":"assistant","content":"Hello"}]}""";
        // gpt-5: 3 + role + text + 2 for the channel + 2 for the reply.
        Assert.Equal(9, Prompts.Count(json, model: "gpt-5").Tokens);
        Assert.Equal(8, Prompts.Count(json, model: "gpt-4o").Tokens);
    }

    [Theory]
    [InlineData("claude-sonnet-4")]
    [InlineData("gpt-oss-120b")]
    [InlineData("gpt-4o-search-preview")]
    [InlineData("o1-mini")]
    public void Count_FormatThatIsNotKnown_IsNotExact(string model) => Assert.False(Prompts.Count($$"""{"messages":[{{Message}}]}""", model: model).IsExact);

    [Fact]
    public void Count_ToolsOfTheProvider_AreNotExact() =>
        Assert.Equal((8, false), Exact($$"""{"messages":[{{Message}}],"tools":[{"type":"web_search"}]}""", "gpt-4o"));

    [Theory]
    [InlineData("""{"prompt":"Hello"}""", 1)]
    [InlineData("""{"prompt":["Hello","hi"]}""", 2)]
    [InlineData("""{"prompt":[1,2,3]}""", 3)]
    [InlineData("""{"prompt":[[1,2],[3]]}""", 3)]
    [InlineData("{}", 1)]
    public void Count_Completion_TakesTextsAndIds(string json, long expected) =>
        Assert.Equal(expected, Prompts.Count(json, PromptKind.Completion, "gpt-3.5-turbo-instruct").Tokens);

    [Theory]
    [InlineData("""{"input":"Hello"}""", 1)]
    [InlineData("""{"input":["Hello","Hello hi"]}""", 3)]
    public void Count_Embedding_HasNoFrame(string json, long expected)
    {
        var count = Prompts.Count(json, PromptKind.Embedding, "text-embedding-3-small");
        Assert.Equal((expected, true), (count.Tokens, count.IsExact));
    }

    [Theory]
    [InlineData("""{"input":"Hello"}""", 8)]
    [InlineData("""{"instructions":"Hello","input":[{"role":"user","content":[{"type":"input_text","text":"Hello"}]}]}""", 13)]
    [InlineData("""{"input":[{"type":"function_call_output","call_id":"c","output":"Hello"}]}""", 8)]
    public void Count_Response_IsLikeAChat(string json, long expected) => Assert.Equal(expected, Prompts.Count(json, PromptKind.Response).Tokens);

    [Fact]
    public void Count_Messages_TakesSystemAndBlocks()
    {
        const string json = """
            {"system":[{"type":"text","text":"Hello"}],"messages":[{"role":"user","content":[{"type":"text","text":"Hello"},
            {"type":"tool_result","tool_use_id":"t","content":"Hello"}]}]}
            """;
        // Reply 3; system 1 + 4; message 3 + role 1 + two texts.
        Assert.Equal(14, Prompts.Count(json, PromptKind.Messages, "claude-sonnet-4").Tokens);
    }

    [Theory]
    [InlineData("low", 85)]
    [InlineData("high", 765)] // of unknown size: 1,024², so 768², so 4 tiles: 85 + 4 * 170
    public void Count_ImageBehindUrl_IsByDetail(string detail, long image)
    {
        var count = Prompts.Count(
            $$$"""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x/y.png","detail":"{{{detail}}}"}}]}]}""");
        Assert.Equal((7 + image, image, false), (count.Tokens, count.MediaTokens, count.IsExact));
    }

    [Fact]
    public void Count_ImageInTheRequest_IsByItsSize()
    {
        // A PNG of 512 by 512: one tile.
        var png = Convert.ToBase64String([0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 2, 0, 0, 0, 2, 0, 8, 6, 0, 0, 0]);
        var openAi = Prompts.Count($$$"""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{png}}}"}}]}]}""");
        var response = Prompts.Count(
            $$"""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,{{png}}"}]}]}""", PromptKind.Response);
        var claude = Prompts.Count(
            $$$"""{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","data":"{{{png}}}"}}]}]}""", PromptKind.Messages, "claude-x");
        Assert.Equal(255, openAi.MediaTokens);
        Assert.Equal(255, response.MediaTokens);
        Assert.Equal(350, claude.MediaTokens); // 512 * 512 / 750 = 349.5
    }

    [Fact]
    public void Count_EndlessReferences_Ends()
    {
        const string schema = """{"type":"object","properties":{"a":{"$ref":"#/$defs/n"}},"$defs":{"n":{"type":"array","items":{"$ref":"#/$defs/n"}}}}""";
        Assert.InRange(Prompts.Count($$$"""{"messages":[],"tools":[{"function":{"name":"f","parameters": {{{schema}}} }}]}""").Tokens, 10, 100);
    }

    private static (long, bool) Exact(string json, string model)
    {
        var count = Prompts.Count(json, model: model);
        return (count.Tokens, count.IsExact);
    }
}
