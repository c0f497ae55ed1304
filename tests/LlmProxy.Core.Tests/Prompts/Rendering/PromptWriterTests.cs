using System.Buffers;
using System.Text;
using System.Text.Json;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Prompts;
using LlmProxy.Core.Prompts.Rendering;
using LlmProxy.Core.Tokens.Prompts;

namespace LlmProxy.Core.Tests.Prompts.Rendering;

public class PromptWriterTests
{
    private static readonly PromptVariable[] City = [new() { Name = "city" }];
    private static readonly PromptTemplate System = SamplePrompts.Of("Be \"brief\".");
    private static readonly PromptTemplate FewShot = SamplePrompts.Of(
        "S1\n{{role \"system\"}}\nS2\n{{role \"developer\"}}\nD\n{{role \"user\"}}\nU\n{{role \"assistant\"}}\nA\n{{history}}\n{{role \"user\"}}\nIn {{city}}!", City);

    [Theory]
    [InlineData(
        """{"model":"m","messages":[{"role":"user","content":"Hi"}],"x":{"y":[1, 2]}}""",
        """{"model":"m","messages":[{"role":"system","content":"Be \"brief\"."},{"role":"user","content":"Hi"}],"x":{"y":[1, 2]}}""")]
    [InlineData(
        """ { "messages" : [ {"role":"system","content":"Mine"}, {"role":"user","content":"Hi"} ] } """,
        """{"messages":[{"role":"system","content":"Be \"brief\"."},{"role":"system","content":"Mine"}, {"role":"user","content":"Hi"}]}""")]
    [InlineData("""{"messages":[]}""", """{"messages":[{"role":"system","content":"Be \"brief\"."}]}""")]
    [InlineData("""{"messages":null,"":1}""", """{"messages":[{"role":"system","content":"Be \"brief\"."}],"":1}""")]
    [InlineData("""{"a":"\u00e9\ud83d\ude00"}""", """{"a":"\u00e9\ud83d\ude00","messages":[{"role":"system","content":"Be \"brief\"."}]}""")]
    [InlineData("{}", """{"messages":[{"role":"system","content":"Be \"brief\"."}]}""")]
    public void Write_Chat_PutsMessagesAround(string body, string expected) => Assert.Equal(expected, Write(PromptKind.Chat, System, body));

    [Fact]
    public void Write_ChatWithTurnsAndHistory_KeepsTheOrder() => Assert.Equal(
        """{"messages":[{"role":"system","content":"S1"},{"role":"system","content":"S2"},{"role":"developer","content":"D"},{"role":"user","content":"U"},{"role":"assistant","content":"A"},{"role":"user","content":"Hi"},{"role":"user","content":"In Rome!"}]}""",
        Write(PromptKind.Chat, FewShot, """{"messages":[{"role":"user","content":"Hi"}]}""", """{"city":"Rome"}"""));

    [Theory]
    [InlineData("""{"input":"Hi"}""", """{"input":"Hi","instructions":"Be \"brief\"."}""")]
    [InlineData("""{"instructions":"Mine","input":[{"role":"user","content":"Hi"}]}""", """{"instructions":"Be \"brief\".\n\nMine","input":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("""{"instructions":null,"previous_response_id":"r"}""", """{"instructions":"Be \"brief\".","previous_response_id":"r"}""")]
    [InlineData("""{"instructions":"","input":"Hi"}""", """{"instructions":"Be \"brief\".","input":"Hi"}""")]
    public void Write_Response_PutsTheOperatorInInstructions(string body, string expected) => Assert.Equal(expected, Write(PromptKind.Response, System, body));

    [Fact]
    public void Write_ResponseWithTurns_MakesItems() => Assert.Equal(
        """{"input":[{"role":"developer","content":"D"},{"role":"user","content":"U"},{"role":"assistant","content":"A"},{"role":"user","content":"Hi"},{"role":"user","content":"In Rome!"}],"instructions":"S1\n\nS2"}""",
        Write(PromptKind.Response, FewShot, """{"input":"Hi"}""", """{"city":"Rome"}"""));

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}]}""", """{"messages":[{"role":"user","content":"Hi"}],"system":"Be \"brief\"."}""")]
    [InlineData("""{"system":"Mine","messages":[]}""", """{"system":"Be \"brief\".\n\nMine","messages":[]}""")]
    [InlineData("""{"system":"","messages":[]}""", """{"system":"Be \"brief\".","messages":[]}""")]
    [InlineData(
        """{"system":[{"type":"text","text":"Mine","cache_control":{"type":"ephemeral"}}],"messages":[]}""",
        """{"system":[{"type":"text","text":"Be \"brief\"."},{"type":"text","text":"Mine","cache_control":{"type":"ephemeral"}}],"messages":[]}""")]
    public void Write_Messages_PutsTheOperatorInSystem(string body, string expected) => Assert.Equal(expected, Write(PromptKind.Messages, System, body));

    [Fact]
    public void Write_MessagesWithTurns_HasNoOtherRoles() => Assert.Equal(
        """{"messages":[{"role":"user","content":"U"},{"role":"assistant","content":"A"},{"role":"user","content":"Hi"},{"role":"user","content":"In Rome!"}],"system":"S1\n\nS2\n\nD"}""",
        Write(PromptKind.Messages, FewShot, """{"messages":[{"role":"user","content":"Hi"}]}""", """{"city":"Rome"}"""));

    [Theory]
    [InlineData("""{"prompt":"Hi"}""", """{"prompt":"S1\n\nS2\n\nD\n\nU\n\nA\n\nHi\n\nIn Rome!"}""")]
    [InlineData("""{"prompt":["Hi","Ho"]}""", """{"prompt":["S1\n\nS2\n\nD\n\nU\n\nA\n\nHi\n\nIn Rome!","S1\n\nS2\n\nD\n\nU\n\nA\n\nHo\n\nIn Rome!"]}""")]
    [InlineData("{}", """{"prompt":"S1\n\nS2\n\nD\n\nU\n\nA\n\nIn Rome!"}""")]
    public void Write_Completion_JoinsTexts(string body, string expected) =>
        Assert.Equal(expected, Write(PromptKind.Completion, FewShot, body, """{"city":"Rome"}"""));

    [Theory]
    [InlineData(PromptKind.Completion, """{"prompt":[1,2]}""", "prompt")]
    [InlineData(PromptKind.Completion, """{"prompt":[]}""", "prompt")]
    [InlineData(PromptKind.Completion, """{"prompt":{}}""", "prompt")]
    [InlineData(PromptKind.Chat, """{"messages":"Hi"}""", "messages")]
    [InlineData(PromptKind.Response, """{"input":7}""", "input")]
    [InlineData(PromptKind.Response, """{"instructions":["a"]}""", "instructions")]
    [InlineData(PromptKind.Messages, """{"system":{}}""", "system")]
    public void Write_WhatNothingCanBePutAround_IsRefused(PromptKind kind, string body, string param)
    {
        var error = Assert.Throws<LlmException>(() => Write(kind, System, body)).Error;

        Assert.Equal((400, "invalid_type", param), (error.Status, error.Code, error.Param));
    }

    [Theory]
    [InlineData(PromptKind.Chat, """{"messages":[{"role":"system","content":"M"},{"role":"user","content":"Hi"},{"role":"developer","content":"M"}]}""", """{"messages":[{"role":"system","content":"S"},{"role":"user","content":"Hi"}]}""")]
    [InlineData(PromptKind.Chat, """{"messages":[{"\u0072ole":"\u0073ystem","content":"M"}]}""", """{"messages":[{"role":"system","content":"S"}]}""")]
    [InlineData(PromptKind.Chat, """{"messages":[{"role":"user","role":"SYSTEM","content":"M"}]}""", """{"messages":[{"role":"system","content":"S"}]}""")]
    [InlineData(PromptKind.Response, """{"instructions":"M","input":[{"role":"developer","content":"M"},{"role":"user","content":"Hi"}]}""", """{"instructions":"S","input":[{"role":"user","content":"Hi"}]}""")]
    [InlineData(PromptKind.Messages, """{"system":"M","messages":[{"role":"user","content":"Hi"}]}""", """{"system":"S","messages":[{"role":"user","content":"Hi"}]}""")]
    public void Write_CallersSystemMessages_AreDroppedOrRefusedWhereTheTemplateSaysSo(PromptKind kind, string body, string dropped)
    {
        Assert.Equal(dropped, Write(kind, SamplePrompts.Of("S", callerSystem: CallerSystem.Drop), body));
        var error = Assert.Throws<LlmException>(() => Write(kind, SamplePrompts.Of("S", callerSystem: CallerSystem.Refuse), body)).Error;
        Assert.Equal((400, "system_not_allowed"), (error.Status, error.Code));
    }

    [Theory]
    [InlineData(PromptKind.Chat, """{"temperature":1,"Temperature":2,"response_format":{"type":"text"}}""", """{"temperature":0.2,"response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":{"a":1}}}}""")]
    [InlineData(PromptKind.Response, """{"text":{"verbosity":"low","format":{"type":"text"}}}""", """{"text":{"format":{"type":"json_schema","name":"answer","schema":{"a":1}},"verbosity":"low"},"temperature":0.2}""")]
    [InlineData(PromptKind.Messages, """{"output_config":{"effort":"low"},"output_format":{},"temperature":1,"temper\u0061ture":1}""", """{"output_config":{"format":{"type":"json_schema","schema":{"a":1}},"effort":"low"},"temperature":0.2}""")]
    [InlineData(PromptKind.Completion, """{"prompt":"a","temperature":1}""", """{"prompt":"a","temperature":0.2}""")]
    public void Write_SettingsAlone_TakeTheCallersPlace(PromptKind kind, string body, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        var settings = new PromptSettings { Temperature = 0.2m, ResponseSchema = """{"a":1}""" };
        PromptWriter.Write(new() { Kind = kind, Settings = settings }, Encoding.UTF8.GetBytes(body), output);

        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Write_SchemaOfATemplate_HasItsNameWithoutDots()
    {
        var template = SamplePrompts.Of("S", settings: new() { ResponseSchema = "{}" });

        Assert.Contains("\"name\":\"weather_de\"", Write(PromptKind.Chat, template, "{}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"m","a":1}""", null, """{"model":"m","a":1}""")]
    [InlineData("""{"a":1}""", "gpt-\"4", """{"a":1,"model":"gpt-\"4"}""")]
    [InlineData("""{"model":null}""", "m", """{"model":"m"}""")]
    public void Write_AModelThatIsMissing_IsNamed(string body, string? model, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        PromptWriter.Write(new() { Kind = PromptKind.Chat, Settings = PromptSettings.None, Model = model }, Encoding.UTF8.GetBytes(body), output);

        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("""{"prompt":{"id":"x"},"metadata":{"llmproxy_prompt":"x","a":"b","llmproxy_prompt_variables":"{}"}}""", """{"metadata":{"a":"b"}}""")]
    [InlineData("""{"metadata":{"llmproxy_prompt":"x","llmproxy_prompt_version":"x"},"a":1}""", """{"a":1}""")]
    public void Write_WhatNamesThePrompt_StaysHere(string body, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        var rendering = new PromptRendering { Kind = PromptKind.Chat, Settings = PromptSettings.None, TakesPrompt = true, TakesMetadata = true };
        PromptWriter.Write(rendering, Encoding.UTF8.GetBytes(body), output);

        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static string Write(PromptKind kind, PromptTemplate template, string body, string variables = "{}")
    {
        var output = new ArrayBufferWriter<byte>();
        var values = PromptBinder.Bind(template, Encoding.UTF8.GetBytes(variables), new Dictionary<string, string>(), null);
        PromptWriter.Write(new() { Kind = kind, Template = template, Values = values, Settings = template.Settings }, Encoding.UTF8.GetBytes(body), output);
        using var parsed = JsonDocument.Parse(output.WrittenMemory);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
