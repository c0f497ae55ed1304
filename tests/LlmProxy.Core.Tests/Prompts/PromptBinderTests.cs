using System.Text;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Core.Tests.Prompts;

public class PromptBinderTests
{
    private static readonly PromptTemplate Template = SamplePrompts.Of("{{city}} {{days}} {{share}} {{loud}} {{unit}}",
    [
        new() { Name = "city", MaxLength = 5 },
        new() { Name = "days", Type = PromptVariableType.WholeNumber, Min = 1, Max = 14, Default = "3" },
        new() { Name = "share", Type = PromptVariableType.Number, Default = "0.5" },
        new() { Name = "loud", Type = PromptVariableType.Boolean, Default = "false" },
        new() { Name = "unit", Choices = ["celsius", "kelvin"], Default = "celsius" },
    ]);

    [Theory]
    [InlineData("""{"city":"Rome"}""", "Rome 3 0.5 false celsius")]
    [InlineData("""{"city":"R\u006fme\n","days":14,"share":-1e-2,"loud":true,"unit":"kelvin"}""", "R\\u006fme\\n 14 -1e-2 true kelvin")]
    [InlineData("""{"city":"","days":"7","share":"1.5","loud":"true","unit":"\u006belvin"}""", " 7 1.5 true \\u006belvin")]
    [InlineData("""{"city":{"type":"input_text","text":"Rome"},"days":null}""", "Rome 3 0.5 false celsius")]
    [InlineData("""{"city":"\ud83d\ude00\ud83d\ude00"}""", "\\ud83d\\ude00\\ud83d\\ude00 3 0.5 false celsius")]
    [InlineData("""{"c\u0069ty":"Rome"}""", "Rome 3 0.5 false celsius")]
    public void Bind_GoodValues_AreTheirOwnBytes(string variables, string expected)
    {
        var problems = new List<PromptProblem>();
        var values = PromptBinder.Bind(Template, Encoding.UTF8.GetBytes(variables), new Dictionary<string, string>(), problems);

        Assert.Empty(problems);
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, 5).Select(variable => Encoding.UTF8.GetString(values[variable]))));
    }

    [Theory]
    [InlineData("{}", "city is missing")]
    [InlineData("""{"city":null}""", "city is missing")]
    [InlineData("""{"city":"London"}""", "city is longer than 5 characters")]
    [InlineData("""{"city":7}""", "city must be a string")]
    [InlineData("""{"city":["a"]}""", "city must be a string")]
    [InlineData("""{"city":{"type":"input_image","text":"a"}}""", "city must be a string")]
    [InlineData("""{"city":"a","city":"b"}""", "city is given twice")]
    [InlineData("""{"city":"a","town":"b"}""", "town is not a variable of this prompt")]
    [InlineData("""{"city":"a","days":0}""", "days is less than 1")]
    [InlineData("""{"city":"a","days":15}""", "days is more than 14")]
    [InlineData("""{"city":"a","days":1.5}""", "days must be a whole number")]
    [InlineData("""{"city":"a","days":"{{x}}"}""", "days must be a whole number")]
    [InlineData("""{"city":"a","days":[1]}""", "days must be one value")]
    [InlineData("""{"city":"a","share":1e999}""", "share must be a number")]
    [InlineData("""{"city":"a","share":"1,5"}""", "share must be a number")]
    [InlineData("""{"city":"a","share":" 1"}""", "share must be a number")]
    [InlineData("""{"city":"a","loud":1}""", "loud must be true or false")]
    [InlineData("""{"city":"a","unit":"miles"}""", "unit must be one of celsius, kelvin")]
    public void Bind_WhatIsWrong_IsNamed(string variables, string expected)
    {
        var problems = new List<PromptProblem>();
        PromptBinder.Bind(Template, Encoding.UTF8.GetBytes(variables), new Dictionary<string, string>(), problems);

        Assert.Equal([expected], problems.Select(problem => $"{problem.Name} {problem.Text}"));
    }

    [Fact]
    public void Bind_SeveralProblems_AreAllNamed()
    {
        var problems = new List<PromptProblem>();
        PromptBinder.Bind(Template, """{"days":0,"town":"a"}"""u8.ToArray(), new Dictionary<string, string>(), problems);

        Assert.Equal(["days", "town", "city"], problems.Select(problem => problem.Name));
    }

    [Fact]
    public void Bind_WhatTheRouteGives_CannotBeChanged()
    {
        var given = new Dictionary<string, string> { ["city"] = "Ro\"me", ["other"] = "x", ["days"] = "99" };
        var problems = new List<PromptProblem>();
        var values = PromptBinder.Bind(Template, """{"city":"Paris"}"""u8.ToArray(), given, problems);

        Assert.Equal([(PromptProblemKind.Fixed, "city"), (PromptProblemKind.WrongOfRoute, "days")], problems.Select(problem => (problem.Kind, problem.Name)));
        Assert.Equal("Ro\\\"me", Encoding.UTF8.GetString(values[0]));
    }

    [Fact]
    public void Bind_Unchecked_TakesWhatIsThere()
    {
        var values = PromptBinder.Bind(Template, """{"days":"[NUMBER_1]"}"""u8.ToArray(), new Dictionary<string, string>(), null);

        Assert.Equal("", Encoding.UTF8.GetString(values[0]));
        Assert.Equal("[NUMBER_1]", Encoding.UTF8.GetString(values[1]));
    }

    [Fact]
    public void Bind_CountlessMembers_AreNotLookedAt()
    {
        var problems = new List<PromptProblem>();
        var variables = $"{{{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"a{i}\":1"))}}}";
        PromptBinder.Bind(Template, Encoding.UTF8.GetBytes(variables), new Dictionary<string, string>(), problems);

        // 200 unknown ones, that there are more, and the one that is missing.
        Assert.Equal(202, problems.Count);
    }

    [Fact]
    public void LengthIn_ATextWithVariables_IsNoLessThanWhatIsWritten()
    {
        var template = SamplePrompts.Of("ab {{city}}\n{{role \"user\"}}\n{{city}}", [new() { Name = "city" }]);
        var values = PromptBinder.Bind(template, """{"city":"Rome"}"""u8.ToArray(), new Dictionary<string, string>(), null);

        // "ab " and twice "Rome", and 40 for each message's role, quotes and braces.
        Assert.Equal(3 + 4 + 4 + 80, values.LengthIn(template));
    }
}
