namespace LlmProxy.Core.Tests.Protocols.Anthropic;

public class ConversationTests
{
    [Fact]
    public void Translate_SystemAndDeveloperMessages_BecomeSystemBlocksInOrder()
    {
        var translation = ChatRequestTranslation.OfMessages(
            """
            {"role":"system","content":"One"},{"role":"developer","content":[{"type":"text","text":"Two","cache_control":{"type":"ephemeral"}}]},
            {"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"system","content":"Three"},{"role":"user","content":"Go"}
            """);

        Assert.Equal(
            """[{"type":"text","text":"One"},{"type":"text","text":"Two","cache_control":{"type":"ephemeral"}},{"type":"text","text":"Three"}]""",
            translation.Member("system"));
        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"Hi"}]},{"role":"assistant","content":[{"type":"text","text":"Hello"}]},{"role":"user","content":[{"type":"text","text":"Go"}]}]""",
            translation.Member("messages"));
        Assert.Empty(translation.Dropped);
    }

    [Fact]
    public void Translate_NeighboursOfOneRole_AreOneTurn()
    {
        var translation = ChatRequestTranslation.OfMessages(
            """
            {"role":"user","content":"A"},{"role":"user","content":"B"},{"role":"assistant","content":"C"},{"role":"assistant","content":"D"},
            {"role":"user","content":"E"}
            """);

        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]},{"role":"assistant","content":[{"type":"text","text":"C"},{"type":"text","text":"D"}]},{"role":"user","content":[{"type":"text","text":"E"}]}]""",
            translation.Member("messages"));
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":"Welcome"},{"role":"user","content":"Hi"}""", """[{"role":"user","content":[{"type":"text","text":"."}]},{"role":"assistant","content":[{"type":"text","text":"Welcome"}]},{"role":"user","content":[{"type":"text","text":"Hi"}]}]""")]
    [InlineData("""{"role":"system","content":"Tell a joke."}""", """[{"role":"user","content":[{"type":"text","text":"."}]}]""")]
    [InlineData("""{"role":"user","content":""}""", """[{"role":"user","content":[{"type":"text","text":"."}]}]""")]
    public void Translate_NoUserInFirstPlace_PlaceholderStandsThere(string messages, string expected) =>
        Assert.Equal(expected, ChatRequestTranslation.OfMessages(messages).Member("messages"));

    [Fact]
    public void Translate_BlankTexts_AreLeftOut()
    {
        var translation = ChatRequestTranslation.OfMessages(
            """
            {"role":"system","content":""},{"role":"user","content":[{"type":"text","text":" \n\t"},{"type":"text","text":"Hi"}]},
            {"role":"assistant","content":""},{"role":"assistant","content":null},{"role":"user","content":"there"}
            """);

        Assert.Null(translation.Member("system"));
        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"text","text":"there"}]}]""", translation.Member("messages"));
    }

    [Theory]
    [InlineData("""Sure: \n \t""", "Sure:")]
    [InlineData("""a path C:\\n""", """a path C:\\n""")]
    [InlineData("""a path C:\\\n""", """a path C:\\""")]
    [InlineData("done", "done")]
    public void Translate_LastAssistantText_LosesBlanksAtItsEnd(string text, string expected)
    {
        var translation = ChatRequestTranslation.OfMessages(
            $$"""{"role":"user","content":"Hi"},{"role":"assistant","content":"{{text}}"},{"role":"system","content":"x"}""");

        Assert.Equal(
            $$"""[{"role":"user","content":[{"type":"text","text":"Hi"}]},{"role":"assistant","content":[{"type":"text","text":"{{expected}}"}]}]""",
            translation.Member("messages"));
    }

    [Fact]
    public void Translate_EarlierAssistantText_KeepsItsBlanks()
    {
        var translation = ChatRequestTranslation.OfMessages(
            """{"role":"user","content":"Hi"},{"role":"assistant","content":"Yes \n"},{"role":"user","content":"Go "}""");

        Assert.Contains("\"Yes \\n\"", translation.Body, StringComparison.Ordinal);
        Assert.Contains("\"Go \"", translation.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_CacheControlOnMessages_MarksTheirLastBlock()
    {
        var translation = ChatRequestTranslation.OfMessages(
            """
            {"role":"system","content":"S","cache_control":{"type":"ephemeral","ttl":"1h"}},
            {"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}],"cache_control":{"type":"ephemeral"}},
            {"role":"assistant","content":"C","cache_control":{"type":"ephemeral"}},{"role":"user","content":"D"}
            """);

        Assert.Equal("""[{"type":"text","text":"S","cache_control":{"type":"ephemeral","ttl":"1h"}}]""", translation.Member("system"));
        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B","cache_control":{"type":"ephemeral"}}]},{"role":"assistant","content":[{"type":"text","text":"C","cache_control":{"type":"ephemeral"}}]},{"role":"user","content":[{"type":"text","text":"D"}]}]""",
            translation.Member("messages"));
    }

    [Fact]
    public void Translate_RefusalOfTheModel_StaysWhatItSaid()
    {
        var translation = ChatRequestTranslation.OfMessages(
            """
            {"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"refusal","refusal":"No."}]},
            {"role":"user","content":"Please"},{"role":"assistant","content":null,"refusal":"Still no."},{"role":"user","content":"Why?"}
            """);

        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"Hi"}]},{"role":"assistant","content":[{"type":"text","text":"No."}]},{"role":"user","content":[{"type":"text","text":"Please"}]},{"role":"assistant","content":[{"type":"text","text":"Still no."}]},{"role":"user","content":[{"type":"text","text":"Why?"}]}]""",
            translation.Member("messages"));
        Assert.Empty(translation.Dropped);
    }

    [Fact]
    public void Translate_UnknownMembersOfMessages_AreListed()
    {
        var translation = ChatRequestTranslation.OfMessages(
            """
            {"role":"system","content":"S","name":"boss"},{"role":"user","content":[{"type":"text","text":"Hi","odd":1}],"name":"ann"},
            {"role":"assistant","content":"Hello","annotations":[],"weight":1,"name":null},{"role":"user","content":"Go"}
            """);

        Assert.Equal(["messages[].name", "messages[].content[].odd", "messages[].weight"], translation.Dropped);
    }

    [Fact]
    public void Translate_ThinkingBlocks_ComeFirstAndUnchanged()
    {
        var translation = ChatRequestTranslation.OfMessages(
            """
            {"role":"user","content":"Hi"},
            {"role":"assistant","content":"Hello","reasoning_content":"Hm","thinking_blocks":[{"type":"thinking", "thinking":"Hm","signature":"sig=="},{"type":"redacted_thinking","data":"EvgF"}]},
            {"role":"user","content":"Go"}
            """);

        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"Hi"}]},{"role":"assistant","content":[{"type":"thinking", "thinking":"Hm","signature":"sig=="},{"type":"redacted_thinking","data":"EvgF"},{"type":"text","text":"Hello"}]},{"role":"user","content":[{"type":"text","text":"Go"}]}]""",
            translation.Member("messages"));
        Assert.Empty(translation.Dropped);
    }

    [Theory]
    [InlineData("Hm", "", "Hm")]
    [InlineData("", "", "")]
    [InlineData("Hm", "Own", "Own")]
    public void Translate_ThinkingTextToldApartFromItsSignature_IsPutTogether(string reasoning, string thinking, string expected)
    {
        var translation = ChatRequestTranslation.OfMessages(
            $$$"""{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","reasoning_content":"{{{reasoning}}}","thinking_blocks":[{"type":"thinking","thinking":"{{{thinking}}}","signature":"s"}]},{"role":"user","content":"Go"}""");

        Assert.Contains($$"""[{"type":"thinking","thinking":"{{expected}}","signature":"s"},{"type":"text","text":"Hello"}]""", translation.Body, StringComparison.Ordinal);
        Assert.Empty(translation.Dropped);
    }

    [Theory]
    [InlineData("\"reasoning_content\":\"Hm\"", "messages[].reasoning_content")]
    [InlineData("\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"Hm\"}]", "messages[].thinking_blocks")]
    [InlineData("\"thinking_blocks\":[{\"type\":\"redacted_thinking\"}]", "messages[].thinking_blocks")]
    [InlineData("\"thinking_blocks\":[{\"signature\":\"s\"}]", "messages[].thinking_blocks")]
    public void Translate_ReasoningWithoutSignature_IsListed(string member, string name)
    {
        var translation = ChatRequestTranslation.OfMessages(
            $$"""{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello",{{member}}},{"role":"user","content":"Go"}""");

        Assert.Equal([name], translation.Dropped);
        Assert.DoesNotContain("thinking", translation.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"role":"narrator","content":"Hi"}""", "messages[0].role")]
    [InlineData("""{"content":"Hi"}""", "messages[0].role")]
    [InlineData("\"Hi\"", "messages[0]")]
    [InlineData("""{"role":"user","content":7}""", "messages[0].content")]
    [InlineData("""{"role":"user","content":["Hi"]}""", "messages[0].content[0]")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"input_audio","input_audio":{"data":"","format":"wav"}}]}""", "messages[0].content[1].type")]
    [InlineData("""{"role":"user","content":[{"text":"Hi"}]}""", "messages[0].content[0].type")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":5}]}""", "messages[0].content[0].text")]
    [InlineData("""{"role":"system","content":[{"type":"image_url","image_url":{"url":"https://x.test/a.png"}}]}""", "messages[0].content[0].type")]
    [InlineData("""{"role":"user","content":"Hi"},{"role":"assistant","audio":{"id":"a"}}""", "messages[1].audio")]
    public void Translate_MessageThatCannotBeCarried_IsRefusedWithItsPath(string messages, string param) =>
        Assert.Equal(param, ChatRequestTranslation.ErrorOf($$"""{"messages":[{{messages}}]}""").Param);
}
