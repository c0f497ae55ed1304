using System.Text;
using LlmProxy.Core.Guardrails.Schemas;

namespace LlmProxy.Core.Tests.Guardrails.Schemas;

public sealed class JsonRepairTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("```json\n{\"a\":1}\n```", """{"a":1}""")]
    [InlineData("Here you are: {\"a\":1}. Anything else?", """{"a":1}""")]
    [InlineData("""{"a":[1,2,],}""", """{"a":[1,2]}""")]
    [InlineData("{\"a\":1 , \n }", "{\"a\":1  \n }")]
    [InlineData("""{"a":[1,{"b":2""", """{"a":[1,{"b":2}]}""")]
    [InlineData("""{"a":[1,""", """{"a":[1]}""")]
    [InlineData("""{"a":"},]","b":"\"}"}""", """{"a":"},]","b":"\"}"}""")]
    [InlineData("""As [I] said: {"a":1}""", """{"a":1}""")]
    [InlineData("\uFEFF[1]", "[1]")]
    public void Candidates_AlmostJson_IsMended(string text, string expected) => Assert.Equal(expected, Mend(text)[0]);

    [Theory]
    [InlineData("")]
    [InlineData("no JSON at all")]
    [InlineData("\"a string\"")]
    [InlineData("""{"a":"cut of""")]
    [InlineData("""{"a":1,"b""")]
    [InlineData("""{"a":""")]
    [InlineData("""{"a":tru""")]
    [InlineData("""{"a":1]""")]
    [InlineData("""{"a":"b\""")]
    public void Candidates_WhatWouldHaveToBeMadeUp_IsNone(string text) => Assert.Empty(Mend(text));

    [Fact]
    public void Candidates_SeveralValues_AreToldInOrder() => Assert.Equal(["""{"a":[1]}""", "[2]"], Mend("""{"a":[1]} or [2]"""));

    [Fact]
    public void Candidates_DeeperThanJsonMayBe_IsNone() => Assert.Empty(Mend(new string('[', 1_000_000)));

    private static List<string> Mend(string text) =>
        [.. JsonRepair.Candidates(Encoding.UTF8.GetBytes(text)).Select(json => Encoding.UTF8.GetString(json.Span))];
}
