using System.Text;
using System.Text.Json.Nodes;
using LlmProxy.Core.Requests;
using LlmProxy.Prompts.Evaluations.Content;

namespace LlmProxy.Tests.Prompts.Evaluations.Content;

public sealed class RedactedRequestTests
{
    [Fact]
    public void Of_PersonalData_IsNowhereInIt()
    {
        var request = Of("""{"model":"m","messages":[{"role":"user","content":"I am jane@example.org"}],"tools":[{"function":{"description":"mail bob@example.org"}}]}""");

        Assert.Equal(
            """{"model":"m","messages":[{"role":"user","content":"I am [REDACTED_EMAIL]"}],"tools":[{"function":{"description":"mail [REDACTED_EMAIL]"}}]}""", Text(request));
        // 21 characters of the message and 20 of the tool.
        Assert.Equal(41, request.Characters);
    }

    [Fact]
    public void Of_WhereNoGuardLooks_IsRedactedToo()
    {
        var request = Of("""{"model":"jane@example.org","messages":[{"role":"jane@example.org","content":"x","jane@example.org":1}]}""");

        Assert.DoesNotContain("jane@", Text(request), StringComparison.Ordinal);
        Assert.Equal("[REDACTED_EMAIL]", (string?)JsonNode.Parse(Text(request))!["model"]);
    }

    [Fact]
    public void Of_ArgumentsInJson_AreReadAsJson()
    {
        var request = Of("""{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"mail","arguments":"{\"to\":\"jane\\u0040example.org\"}"}}]}]}""");

        Assert.DoesNotContain("jane", Text(request), StringComparison.Ordinal);
        Assert.Contains("[REDACTED_EMAIL]", Text(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("-4111111111111111")]
    [InlineData("4111111111111111.0")]
    [InlineData("4.111111111111111e15")]
    [InlineData("4.111111111111111E+15")]
    public void Of_CardAsANumber_IsRedacted(string number)
    {
        var request = Text(Of($$$"""{"messages":[],"tools":[{"parameters":{"default":{{{number}}}}}]}"""));

        Assert.Equal(System.Text.Json.JsonValueKind.String, JsonNode.Parse(request)!["tools"]![0]!["parameters"]!["default"]!.GetValueKind());
        Assert.DoesNotContain("1111111", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.30000000000000004")]
    [InlineData("16777216")]
    [InlineData("1e300")]
    [InlineData("-1.5e-9")]
    [InlineData("false")]
    public void Of_OtherNumber_StaysAsItWas(string number)
    {
        var body = $$"""{"seed":{{number}},"messages":[]}""";

        Assert.Equal(body, Text(Of(body)));
    }

    [Fact]
    public void Of_WhoAsks_IsLeftOut()
    {
        var request = Of("""
            {"user":"u-1","safety_identifier":"u-1","prompt_cache_key":"k","store":true,"stream":true,"unheard_of":"x",
             "metadata":{"team":"t","llmproxy_prompt_variables":{"name":"Ann"}},"temperature":0.5,"messages":[]}
            """);

        Assert.Equal("""{"metadata":{"llmproxy_prompt_variables":{"name":"Ann"}},"temperature":0.5,"messages":[]}""", Text(request));
    }

    [Fact]
    public void Of_LinesAndHalfSurrogates_StayOneLineOfValidJson()
    {
        var request = Of("""{"messages":[{"role":"user","content":"a\nb\r\u2028 \ud800 c"}]}""");

        Assert.DoesNotContain('\n', Text(request));
        Assert.Equal("a\nb\r\u2028 \ufffd c", (string?)JsonNode.Parse(Text(request))!["messages"]![0]!["content"]);
    }

    [Fact]
    public void Of_LongerThanTheMost_HasNoContent()
    {
        Assert.Equal((10, null), (Of(Saying("0123456789"), 10).Characters, Of(Saying("0123456789"), 10).Omitted));

        var longer = Of(Saying("0123456789a"), 10);

        Assert.Equal((11, "too_long"), (longer.Characters, longer.Omitted));
        Assert.Null(longer.Json);
    }

    [Fact]
    public void Of_Picture_HasNoContent()
    {
        var request = Of("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}]}""");

        Assert.Equal("media", request.Omitted);
        Assert.Null(request.Json);
    }

    [Fact]
    public void Of_NoContentWanted_IsMeasuredOnly()
    {
        var request = Of(Saying("Grüße"), 0);

        Assert.Equal(new RedactedRequest(5, null, null), request);
    }

    private static string Saying(string text) => $$"""{"messages":[{"role":"user","content":"{{text}}"}]}""";

    private static RedactedRequest Of(string body, int maxCharacters = 1000)
    {
        using var redactor = new TextRedactor();
        return RedactedRequest.Of(LlmRequestReader.Read(Encoding.UTF8.GetBytes(body), 64), redactor, maxCharacters);
    }

    private static string Text(RedactedRequest request) => Encoding.UTF8.GetString(request.Json!);
}
