using LlmProxy.Core.Prompts;

namespace LlmProxy.Core.Tests.Prompts;

public class PromptBodyReaderTests
{
    private static readonly PromptVariable[] Variables = [new() { Name = "city" }, new() { Name = "tone" }];

    [Fact]
    public void Read_TextBeforeTheFirstRole_IsASystemMessage()
    {
        var body = Read("\nBe brief.\n\n{{role \"user\"}}\nWeather in {{city}}, {{ tone }}!\n");

        Assert.Equal(["System: Be brief.", "User: Weather in |0|, |1|!"], Shown(body));
        Assert.Equal(2, body.HistoryAt);
    }

    [Fact]
    public void Read_AllRolesAndAPlaceForTheCaller_AreInOrder()
    {
        var body = Read("{{role \"system\"}}\na\n{{role \"developer\"}}\nb\n{{role \"user\"}}\nc\n{{role \"assistant\"}}\nd\n  {{history}}  \n{{ role \"user\" }}\ne");

        Assert.Equal(["System: a", "Developer: b", "User: c", "Assistant: d", "User: e"], Shown(body));
        Assert.Equal(4, body.HistoryAt);
    }

    [Theory]
    [InlineData("a \\{{city}} b", "System: a {{city}} b")]
    [InlineData("\\{{role \"user\"}}", "System: {{role \"user\"}}")]
    [InlineData("a }} { b } {{city}}}}", "System: a }} { b } |0|}}")]
    [InlineData("a\n\n  b\n", "System: a\n\n  b")]
    [InlineData("{{city}}{{city}}", "System: |0|0|")]
    [InlineData("C:\\dir {{city}}", "System: C:\\dir |0|")]
    public void Read_Texts_AreAsTheyAreWritten(string text, string expected) => Assert.Equal([expected], Shown(Read(text)));

    [Theory]
    [InlineData("a\n{{town}}", 11, "has {{town}}, which is not declared")]
    [InlineData("{{city", 10, "opens {{ that nothing closes")]
    [InlineData("{{#if city}}", 10, "has {{#if city}}, which is no variable's name")]
    [InlineData("{{{city}}}", 10, "has {{{city}}, which is no variable's name")]
    [InlineData("{{> partial}}", 10, "has {{> partial}}, which is no variable's name")]
    [InlineData("{{}}", 10, "has {{}}, which is no variable's name")]
    [InlineData("a {{role \"user\"}}", 10, "has {{role \"user\"}} beside a text")]
    [InlineData("a {{history}}", 10, "has {{history}} beside a text")]
    [InlineData("{{role \"tool\"}}\na", 10, "names no role")]
    [InlineData("{{role user}}\na", 10, "names no role")]
    [InlineData("a\n{{role \"user\"}}\n\n{{role \"assistant\"}}\nb", 11, "begins a message that says nothing")]
    [InlineData("a\n{{history}}\n{{history}}", 12, "says {{history}} a second time")]
    [InlineData("a\n{{history}}\nb", 12, "is text behind {{history}} that nobody says")]
    [InlineData(" \n", 10, "begins a template that says nothing")]
    [InlineData("{{history}}", 10, "begins a template that says nothing")]
    public void Read_WhatIsWrong_IsToldWithItsLine(string text, int line, string problem)
    {
        var faults = new List<PromptFault>();
        PromptBodyReader.Read(text, 10, Variables, faults);

        Assert.Contains(faults, fault => fault.Line == line && fault.Problem == problem);
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(201, 1)]
    public void Read_ManyMessages_HaveABound(int messages, int expected)
    {
        var faults = new List<PromptFault>();
        PromptBodyReader.Read(string.Concat(Enumerable.Repeat("{{role \"user\"}}\na\n", messages)), 1, Variables, faults);

        Assert.Equal(expected, faults.Count);
    }

    private static PromptBody Read(string text)
    {
        var faults = new List<PromptFault>();
        var body = PromptBodyReader.Read(text, 1, Variables, faults);
        Assert.Empty(faults);
        return body;
    }

    /// <summary>Each message with its role, the places of variables as <c>|0|</c>.</summary>
    private static IEnumerable<string> Shown(PromptBody body) => body.Messages.Select(message =>
        $"{message.Role}: {string.Concat(message.Segments.Select(segment => segment.IsVariable ? $"|{segment.Variable}|" : segment.Text)).Replace("||", "|", StringComparison.Ordinal)}");
}
