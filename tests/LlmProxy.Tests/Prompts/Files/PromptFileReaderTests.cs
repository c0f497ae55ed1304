using System.Text;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Files;

namespace LlmProxy.Tests.Prompts.Files;

public class PromptFileReaderTests
{
    private static readonly PromptId Id = new("weather", "v1");

    [Fact]
    public void Read_AWholeFile_SaysAllOfIt()
    {
        const string Text = """
            ---
            description: Tells the weather.
            author: Ann
            model: gpt-4o
            max_tokens: 256
            temperature: 0.2
            caller_system: refuse
            response_schema:
              type: object
              properties: { city: { type: string }, degrees: { type: integer, minimum: -90 } }
              required: [city]
              additionalProperties: false
            variables:
              city: { type: string, max_length: 80, description: Where. }
              days: { type: integer, default: 3, min: 1, max: 14 }
              unit: { enum: [celsius, "fahrenheit"], default: celsius }
              loud: { type: boolean, default: false }
            ---
            Tell the weather.

            {{role "user"}}
            {{city}} for {{days}} days, in {{unit}}.
            """;
        var reading = PromptFileReader.Read(Id, Text, "prompts/weather/v1.md");

        Assert.Empty(reading.Errors);
        var template = reading.Template!;
        Assert.Equal(("Tells the weather.", "Ann", CallerSystem.Refuse), (template.Description, template.Author, template.CallerSystem));
        Assert.Equal(("gpt-4o", 256L, 0.2m), (template.Settings.Model, template.Settings.MaxTokens, template.Settings.Temperature));
        Assert.Equal(
            """{"type":"object","properties":{"city":{"type":"string"},"degrees":{"type":"integer","minimum":-90}},"required":["city"],"additionalProperties":false}""",
            template.Settings.ResponseSchema);
        Assert.Equal(["city", "days", "unit", "loud"], template.Variables.Select(variable => variable.Name));
        Assert.Equal((PromptVariableType.WholeNumber, "3", 1m, 14m), (template.Variables[1].Type, template.Variables[1].Default, template.Variables[1].Min, template.Variables[1].Max));
        Assert.Equal(["celsius", "fahrenheit"], template.Variables[2].Choices);
        Assert.Equal(2, template.Messages.Count);
    }

    [Fact]
    public void Read_NoFrontMatter_IsATextAlone()
    {
        var template = PromptFileReader.Read(Id, "Be brief.", "x").Template!;

        Assert.Equal("Be brief.", template.Messages[0].Segments[0].Text);
        // printf 'Be brief.' | sha256sum
        Assert.Equal("213c22ed7234eb11116e1e88f314c73cb3a019b5c87fe224b6ce5665bd9ec50e", template.Hash);
    }

    [Fact]
    public void Read_OtherLineEnds_AreTheSameVersion()
    {
        var unix = PromptFileReader.Read(Id, "---\nauthor: Ann\n---\nBe\nbrief.\n", "x").Template!;
        var windows = PromptFileReader.Read(Id, "\uFEFF---\r\nauthor: Ann\r\n---\r\nBe\r\nbrief.\r\n", "x").Template!;

        Assert.Equal(unix.Hash, windows.Hash);
        Assert.Equal("Be\nbrief.", windows.Messages[0].Segments[0].Text);
    }

    [Theory]
    [InlineData("---\nmodle: gpt-4o\n---\na", "p.md:2 says 'modle', which is not a setting; did you mean 'model'?")]
    [InlineData("---\nmax_tokens: 0\n---\na", "p.md:2 says 'max_tokens', which is '0'; it must be a whole number from 1 to 100000000.")]
    [InlineData("---\ntemperature: hot\n---\na", "p.md:2 says 'temperature', which is 'hot'; it must be a number from 0 to 2.")]
    [InlineData("---\ntemperature: 2.1\n---\na", "p.md:2 says 'temperature', which is '2.1'; it must be a number from 0 to 2.")]
    [InlineData("---\ncaller_system: ignore\n---\na", "p.md:2 says 'caller_system', which is 'ignore'; it can be 'keep', 'drop', 'refuse'.")]
    [InlineData("---\nauthor: Ann\nauthor: Bob\n---\na", "p.md:3 says 'author' a second time; say it once.")]
    [InlineData("---\nauthor: [Ann]\n---\na", "p.md:2 says 'author', which is not a text; write it in quotes.")]
    [InlineData("---\nvariables:\n  x: { type: text }\n---\n{{x}}", "p.md:3 says 'type', which is 'text'; it can be 'string', 'integer', 'number', 'boolean'.")]
    [InlineData("---\nvariables:\n  x: { type: integer, default: 20, max: 9 }\n---\n{{x}}", "p.md:3 gives 'x' a 'default' that is more than 9; a default must be a value that a caller could give.")]
    [InlineData("---\nvariables:\n  x: { min: 9 }\n---\n{{x}}", "p.md:3 gives 'x' a 'min' or 'max'; they are for integer and number; max_length is for string.")]
    [InlineData("---\nvariables:\n  role: {}\n---\na", "p.md:3 declares 'role'; a variable's name has 1 to 64 letters, digits and _, begins with a letter, and is not 'role' or 'history'.")]
    [InlineData("---\nauthor: Ann\n---\n\na {{x}}", "p.md:5 has {{x}}, which is not declared; add it to 'variables' in the front matter; none is declared.")]
    [InlineData("---\nauthor: Ann\na", "p.md:1 begins front matter that nothing ends; write a line of --- behind it.")]
    public void Read_WhatIsWrong_IsToldWithFileAndLine(string text, string expected)
    {
        var reading = PromptFileReader.Read(Id, text, "p.md");

        Assert.Null(reading.Template);
        Assert.Contains(expected, reading.Errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("a: &x [1]\nb: *x")]
    [InlineData("a: !!str 1")]
    [InlineData("a: *x")]
    [InlineData("a: [1")]
    [InlineData("? [1]\n: 2")]
    public void Read_YamlThatCouldGrowOrIsBroken_IsAnError(string front) =>
        Assert.Contains(PromptFileReader.Read(Id, $"---\n{front}\n---\na", "p.md").Errors, error => error.Problem == "is no YAML");

    [Theory]
    [InlineData("\"\\UFFFFFFFF\"")]
    [InlineData("\"\\UD800D800\"")]
    [InlineData("\"\\U00110000\"")]
    [InlineData("\"\\uD800\"")]
    public void Read_EscapeOfNoCharacter_IsAnErrorAndNoCrash(string value)
    {
        var reading = PromptFileReader.Read(Id, $"---\nauthor: Ann\ndescription: {value}\n---\na", "p.md");

        Assert.Null(reading.Template);
        Assert.Single(reading.Errors);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Read_DeepYaml_IsAnErrorAndNoCrash(char bracket) =>
        Assert.Contains(PromptFileReader.Read(Id, $"---\na: {new string(bracket, 100_000)}\n---\na", "p.md").Errors, error => error.Problem == "is no YAML");

    [Fact]
    public void Read_TooMuch_IsAnError()
    {
        var bytes = new byte[PromptFileReader.MaxBytes + 1];
        bytes.AsSpan().Fill((byte)'a');

        Assert.Null(PromptFileReader.Read(Id, bytes, "p.md").Template);
        Assert.NotNull(PromptFileReader.Read(Id, bytes.AsSpan(1), "p.md").Template);
        Assert.Equal("p.md is not UTF-8; save it as UTF-8.", PromptFileReader.Read(Id, [0xFF, 0xFE], "p.md").Errors.Single().ToString());
    }

    [Fact]
    public void ReadFile_AFile_IsReadAsItsBytes()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Encoding.UTF8.GetBytes("Grüße, {{name}}"));
            var error = Assert.Single(PromptFileReader.ReadFile(Id, path, "p.md").Errors);
            Assert.StartsWith("p.md:1 has {{name}}", error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
