using System.Text;
using LlmProxy.Core.Prompts.Requests;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tests.Prompts.Requests;

public class PromptWordsTests
{
    [Theory]
    [InlineData("""{"prompt":{"id":"a","version":"v1","variables":{"x":1}}}""", "a", "v1", """{"x":1}""", false)]
    [InlineData("""{"prompt":{"i\u0064":"\u0061","version":null,"variables":null}}""", "a", null, null, false)]
    [InlineData("""{"prompt":{"id":7}}""", "", null, null, false)]
    [InlineData("""{"prompt":{"variables":"{}"}}""", null, null, null, true)]
    [InlineData("""{"prompt":{}}""", null, null, null, false)]
    public void OfPrompt_AnObject_IsRead(string body, string? id, string? version, string? variables, bool isBroken) =>
        Check(PromptWords.OfPrompt(Read(body)), id, version, variables, isBroken);

    [Theory]
    [InlineData("""{"metadata":{"llmproxy_prompt":"a","llmproxy_prompt_version":"v1","llmproxy_prompt_variables":{"x":1},"b":"c"}}""", "a", "v1", """{"x":1}""", false)]
    [InlineData("""{"metadata":{"llmproxy_prompt_variables":" {\"x\":\"\\u0061\"} "}}""", null, null, """{"x":"\u0061"} """, false)]
    [InlineData("""{"metadata":{"llmproxy_prompt_variables":"{"}}""", null, null, null, true)]
    [InlineData("""{"metadata":{"llmproxy_prompt_variables":"{} {}"}}""", null, null, null, true)]
    [InlineData("""{"metadata":{"llmproxy_prompt_variables":"[]"}}""", null, null, null, true)]
    [InlineData("""{"metadata":{"llmproxy_prompt_variables":""}}""", null, null, null, true)]
    [InlineData("""{"metadata":{"llmproxy_prompt_variables":7}}""", null, null, null, true)]
    public void OfMetadata_TextsOrValues_AreRead(string body, string? id, string? version, string? variables, bool isBroken) =>
        Check(PromptWords.OfMetadata(Read(body)), id, version, variables, isBroken);

    [Theory]
    [InlineData("""{"prompt":{},"metadata":{"llmproxy_prompt":1}}""", true, true)]
    [InlineData("""{"prompt":"{","metadata":{"a":1}}""", false, false)]
    [InlineData("""{"prompt":["a"],"metadata":"llmproxy_prompt"}""", false, false)]
    [InlineData("""{"a":{"prompt":{},"metadata":{"llmproxy_prompt":1}}}""", false, false)]
    public void Has_Bodies_AreToldApart(string body, bool hasPrompt, bool hasMetadata)
    {
        var request = Read(body);

        Assert.Equal((hasPrompt, hasMetadata), (PromptWords.HasPrompt(request), PromptWords.MayHaveMetadata(request)));
    }

    private static void Check(PromptWord word, string? id, string? version, string? variables, bool isBroken)
    {
        Assert.Equal((id, version, isBroken), (word.Id, word.Version, word.IsBroken));
        Assert.Equal(variables, word.Variables is { } json ? Encoding.UTF8.GetString(json.Span) : null);
    }

    private static LlmRequest Read(string body) => LlmRequestReader.Read(Encoding.UTF8.GetBytes(body), 64);
}
