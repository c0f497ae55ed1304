using System.Text;
using LlmProxy.Core.Tokens.Answers;

namespace LlmProxy.Core.Tests.Tokens.Answers;

public sealed class AnswerTextsTests
{
    [Theory]
    [InlineData("""{"id":"x","choices":[{"message":{"role":"assistant","content":"Hi"},"logprobs":{"content":[{"token":"Hi"}]}}]}""", "Hi")]
    [InlineData("""{"choices":[{"message":{"content":null,"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]}}]}""", "f|{}")]
    [InlineData("""{"choices":[{"text":"one"},{"text":"two"}]}""", "one|two")]
    [InlineData("""{"instructions":"not this","output":[{"type":"message","content":[{"type":"output_text","text":"yes"}]}]}""", "yes")]
    [InlineData("""{"content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"tool_use","name":"f","input":{"a":1}}]}""", "hm|f|{\"a\":1}")]
    [InlineData("""{"choices":[{"message":{"content":"cut in the mid""", "cut in the mid")]
    [InlineData("""  {"error":{"message":"no"}}""", "")]
    [InlineData("", "")]
    [InlineData("<html>", "")]
    public void TellBody_Answer_SaysWhatTheModelSaid(string body, string expected)
    {
        var texts = new TextList();
        AnswerTexts.TellBody(Encoding.UTF8.GetBytes(body), texts);
        Assert.Equal(expected, string.Join('|', texts.Texts));
    }

    [Fact]
    public void TellBody_NestedWithoutEnd_Ends()
    {
        var texts = new TextList();
        AnswerTexts.TellBody(Encoding.UTF8.GetBytes("""{"choices":""" + new string('[', 100_000)), texts);
        Assert.Empty(texts.Texts);
    }
}
