using System.Text;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Schemas;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Schemas;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tests.Guardrails.Schemas;

public sealed class JsonSchemaGuardTests
{
    private const string Age = """{"type":"object","properties":{"age":{"type":"integer"}},"required":["age"],"additionalProperties":false}""";

    [Theory]
    [InlineData("/v1/chat/completions", """{"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":AGE}}}""")]
    [InlineData("/v1/responses", """{"text":{"verbosity":"low","format":{"type":"json_schema","name":"a","schema":AGE}}}""")]
    [InlineData("/v1/messages", """{"max_tokens":9,"output_format":{"type":"json_schema","schema":AGE}}""")]
    [InlineData("/v1/messages", """{"output_config":{"effort":"low","format":{"type":"json_schema","schema":AGE}},"max_tokens":9}""")]
    public void JudgeAsync_SchemaOfTheRequest_IsKept(string path, string body)
    {
        var guard = GuardMaker.Create(new JsonSchemaGuardFactory(), new());

        Assert.Equal(VerdictLevel.Clean, Judge(guard, path, body, """{"age":7}""").Level);
        var verdict = Judge(guard, path, body, """{"age":"seven"}""");
        Assert.Equal((VerdictLevel.Found, "schema_mismatch"), (verdict.Level, Assert.Single(verdict.Types!)));
        Assert.Equal("The answer does not keep its JSON schema at '#/properties/age/type'.", verdict.Message);
    }

    [Theory]
    [InlineData("""{"response_format":{"type":"json_object"}}""", "[1]", VerdictLevel.Clean)]
    [InlineData("""{"response_format":{"type":"json_object"}}""", "one", VerdictLevel.Found)]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"name":"a"}}}""", "one", VerdictLevel.Found)]
    [InlineData("""{"response_format":{"type":"text"}}""", "one", VerdictLevel.Clean)]
    [InlineData("""{"response_format":null}""", "one", VerdictLevel.Clean)]
    [InlineData("""{}""", "one", VerdictLevel.Clean)]
    [InlineData("""{"response_format":{"type":"json_object"}}""", "", VerdictLevel.Clean)]
    public void JudgeAsync_WhatIsAskedFor_Holds(string body, string answer, VerdictLevel expected) =>
        Assert.Equal(expected, Judge(GuardMaker.Create(new JsonSchemaGuardFactory(), new()), "/v1/chat/completions", body, answer).Level);

    [Fact]
    public void JudgeAsync_AlmostRight_IsMendedAndRecorded()
    {
        var verdict = JudgeByFile(new(), "Here: ```json\n{\"age\":7,}\n```");

        Assert.Equal((VerdictLevel.Suspect, "repaired"), (verdict.Level, Assert.Single(verdict.Types!)));
        Assert.Equal("""{"age":7}""", Encoding.UTF8.GetString(verdict.Replacement!.Value.Span));
    }

    [Fact]
    public void JudgeAsync_FirstBracketsAreNotMeant_TheOnesThatKeepTheSchemaAreTaken() =>
        Assert.Equal("""{"age":7}""", Encoding.UTF8.GetString(JudgeByFile(new(), """By [1] and {"years":7} it is {"age":7}""").Replacement!.Value.Span));

    [Fact]
    public void JudgeAsync_AlmostRightButRepairOff_IsFound()
    {
        var verdict = JudgeByFile(new() { Repair = false }, "```json\n{\"age\":7}\n```");

        Assert.Equal((VerdictLevel.Found, "not_json"), (verdict.Level, Assert.Single(verdict.Types!)));
        Assert.Null(verdict.Replacement);
        Assert.Equal("The answer is not JSON.", verdict.Message);
    }

    [Theory]
    [InlineData(GuardAction.Block, false, false, true)]
    [InlineData(GuardAction.Flag, true, false, true)]
    [InlineData(GuardAction.Flag, false, true, true)]
    [InlineData(GuardAction.Flag, false, false, false)]
    [InlineData(GuardAction.Shadow, true, true, false)]
    public void ChangesText_ActionRepairAndRetry_DecideWhetherAnswersAreHeld(GuardAction action, bool repair, bool retry, bool expected) =>
        Assert.Equal(expected, GuardMaker.Create(new JsonSchemaGuardFactory(), new() { Action = action, Repair = repair, Retry = retry }).ChangesText);

    [Fact]
    public void JudgeAsync_Retry_TellsTheModelWhatIsWrongInTheSchemasWords()
    {
        Assert.Equal(
            "Your answer does not keep its JSON schema at '#/properties/age/type'. Answer again with nothing but JSON that keeps the schema: no other text, and no code fences.",
            JudgeByFile(new() { Retry = true, Message = "[no]" }, """{"age":"seven"}""").Correction);
        Assert.StartsWith("Your answer is not JSON. ", JudgeByFile(new() { Retry = true }, "seven").Correction, StringComparison.Ordinal);
        Assert.Null(JudgeByFile(new(), "seven").Correction);
        Assert.Equal("repaired", Assert.Single(JudgeByFile(new() { Retry = true }, """{"age":7,}""").Types!));
    }

    [Fact]
    public void JudgeAsync_RetryOfALongSchema_IsToldBriefly()
    {
        var name = new string('n', 10_000);
        var guard = GuardMaker.Create(new JsonSchemaGuardFactory(), new() { Retry = true, SchemaFile = "a.json" }, WithFile($$"""{ "properties": { "{{name}}": { "type": "integer" } } }"""));

        Assert.InRange(GuardMaker.Judge(guard, GuardMaker.Output($$"""{"{{name}}":"x"}""")).Correction!.Length, 200, 400);
    }

    [Fact]
    public void JudgeAsync_SeveralChoices_AreNotMended() =>
        Assert.Equal(VerdictLevel.Found, JudgeByFile(new(), """{"age":7}""", """{"age":7,}""").Level);

    [Fact]
    public void JudgeAsync_FileOfTheOperator_GoesBeforeTheRequests()
    {
        var guard = GuardMaker.Create(new JsonSchemaGuardFactory(), new() { SchemaFile = "age.json" }, WithFile(Age));

        Assert.Equal(VerdictLevel.Found, Judge(guard, "/v1/chat/completions", """{"response_format":{"type":"json_object"}}""", "{}").Level);
    }

    [Fact]
    public void JudgeAsync_SchemaThatCannotBeChecked_IsAnErrorOfTheGuard() => Assert.Throws<JsonSchemaException>(() => Judge(
        GuardMaker.Create(new JsonSchemaGuardFactory(), new()), "/v1/chat/completions",
        """{"response_format":{"type":"json_schema","json_schema":{"schema":{"$ref":"http://127.0.0.1/schema"}}}}""", "{}"));

    [Theory]
    [InlineData(null, "SchemaFile is '{0}', which cannot be read or is larger than 64 KiB")]
    [InlineData("{", "SchemaFile is '{0}', in which # is not JSON of at most 64 levels")]
    [InlineData("""{"type":"text"}""", "SchemaFile is '{0}', in which #/type is no type of JSON")]
    public void Create_FileThatIsNoSchema_IsAnError(string? text, string expected)
    {
        var path = Path.Combine(Path.GetTempPath(), "none", "age.json");
        var error = Assert.Single(GuardMaker.Errors(new JsonSchemaGuardFactory(), new() { SchemaFile = "none/age.json" }, new(_ => null, asked => asked == path ? text : throw new InvalidOperationException(asked))));

        Assert.Contains(expected.Replace("{0}", path, StringComparison.Ordinal), error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"age":7}""", VerdictLevel.Clean)]
    [InlineData("""{"age":7,}""", VerdictLevel.Found)]
    [InlineData("seven", VerdictLevel.Found)]
    public void Schema_LastWordsOfTheUser_KeepTheFile(string text, VerdictLevel expected) =>
        Assert.Equal(expected, GuardMaker.Judge(GuardMaker.Create(new SchemaGuardFactory(), new() { SchemaFile = "age.json" }, WithFile(Age)), GuardMaker.Input("hello", text)).Level);

    [Fact]
    public void Schema_NoFile_IsAnError() => Assert.Single(GuardMaker.Errors(new SchemaGuardFactory(), new()));

    private static SecretResolver WithFile(string text) => new(_ => null, _ => text);

    private static GuardVerdict JudgeByFile(LlmProxy.Guardrails.Settings.GuardrailOptions options, params string[] answers)
    {
        options.SchemaFile = "age.json";
        return GuardMaker.Judge(GuardMaker.Create(new JsonSchemaGuardFactory(), options, WithFile(Age)), GuardMaker.Output(answers));
    }

    private static GuardVerdict Judge(JudgingGuard guard, string path, string body, string answer)
    {
        Assert.True(LlmPath.TryParse(path, out var parsed));
        // Nothing here asks for the route.
        var exchange = new LlmExchange(new DefaultHttpContext(), null!, parsed, "01ARZ3NDEKTSV4RRFFQ69G5FAV", 1) { Request = LlmRequestReader.Read(Encoding.UTF8.GetBytes(body.Replace("AGE", Age, StringComparison.Ordinal)), 128) };
        return GuardMaker.Judge(guard, GuardMaker.Output(answer) with { Exchange = exchange });
    }
}
