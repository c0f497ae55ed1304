using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Requests;

namespace LlmProxy.Core.Tests.Guardrails.Requests;

public sealed class RequestTextsTests
{
    [Fact]
    public void Collect_Chat_FindsEachRolesTexts() => Check(
        """{"model":"m","messages":[{"role":"system","content":"s"},{"role":"developer","content":"d"},{"role":"user","content":"u"},{"role":"assistant","content":"a"},{"role":"tool","tool_call_id":"c","content":"t"}]}""",
        "System s 0", "Developer d 1", "User u 2", "Assistant a 3", "ToolResult t 4");

    [Fact]
    public void Collect_Parts_AreOneGroup()
    {
        var texts = Collect("""{"messages":[{"role":"user","content":[{"type":"text","text":"one"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"two"}]},{"role":"user","content":"three"}]}""");

        Assert.Equal([0, 0, 1], texts.Select(text => text.Group));
        Assert.Equal([0, 0, 1], texts.Select(text => text.Message));
    }

    [Fact]
    public void Collect_ToolCallsOfChat_HaveArgumentsAsJson() => Check(
        """{"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"mail","arguments":"{\"to\":\"x\"}"}}]}]}""",
        """ToolArguments* {\"to\":\"x\"} 0""");

    [Fact]
    public void Collect_RoleTwiceOrUnknownOrMissing_IsOther() => Check(
        """{"messages":[{"role":"system","role":"user","content":"a"},{"role":"narrator","content":"b"},{"r\u006fle":"user","content":"c"},{"content":"d"}]}""",
        "Other a 0", "Other b 1", "User user 2", "User c 2", "Other d 3");

    [Fact]
    public void Collect_Responses_FindsItems() => Check(
        """{"instructions":"i","input":[{"role":"user","content":[{"type":"input_text","text":"u"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"o"},{"type":"reasoning","id":"r","summary":[{"type":"summary_text","text":"s"}],"encrypted_content":"zzz"}]}""",
        "System i -1", "User u 0", "ToolArguments* {} 1", "ToolResult o 2", "Reasoning s 3");

    [Fact]
    public void Collect_Messages_FindsBlocks() => Check(
        """{"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"r"}]},{"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"}},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},{"role":"assistant","content":[{"type":"thinking","thinking":"h","signature":"g"},{"type":"tool_use","id":"t","name":"f","input":{"type":"visa","card":4111111111111111}}]}]}""",
        "System s -1", "ToolResult r 0", "User d 0", "Reasoning h 1", "ToolArguments visa 1", "ToolArguments 4111111111111111 1");

    [Theory]
    [InlineData("""{"prompt":"p"}""", "User p -1")]
    [InlineData("""{"prompt":["p","q"],"suffix":"s"}""", "User p -1|User q -1|User s -1")]
    [InlineData("""{"input":["a","b"]}""", "User a 0|User b 1")]
    [InlineData("""{"input":"a"}""", "User a -1")]
    [InlineData("""{"metadata":{"k":"v","id":"i","status":"s"},"user":"me","safety_identifier":"x"}""", "Other v -1|Other i -1|Other s -1|Other me -1|Other x -1")]
    [InlineData("""{"not_known_yet":{"deep":["v"]}}""", "Other v -1")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"x":{"type":"string","description":"e"}}}}}]}""", "Tools d -1|Tools object -1|Tools string -1|Tools e -1")]
    public void Collect_OtherPlaces_AreTextsToo(string body, string expected) => Check(body, expected.Split('|'));

    [Theory]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"name":{"description":"d"}}}}}]}""", "Tools d -1")]
    [InlineData("""{"tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{"name":{"description":"d"}}}}]}""", "Tools d -1")]
    [InlineData("""{"tools":[{"name":"f","input_schema":{"properties":{"name":"n"},"$defs":{"status":{"description":"d"}}}}]}""", "Tools n -1|Tools d -1")]
    [InlineData("""{"tools":[{"name":{"in":"d"}}]}""", "Tools d -1")]
    [InlineData("""{"tools":[{"type":"custom","name":"f","format":{"type":"grammar","definition":"d"}}]}""", "Tools d -1")]
    [InlineData("""{"text":{"format":{"type":"json_schema","name":"n","description":"d","schema":{"properties":{"id":{"description":"e"}}}}}}""", "Tools d -1|Tools e -1")]
    [InlineData("""{"output_config":{"format":{"type":"json_schema","schema":{"description":"d"}}}}""", "Tools d -1")]
    [InlineData("""{"prompt":{"vari\u0061bles":{"status":"s"}}}""", "User s -1")]
    [InlineData("""{"prompt":{"id":"p","variables":{"status":"s","detail":"d"}}}""", "User s -1|User d -1")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"type":"tool_use","name":"f","input":{"arguments":"x","name":"jane","type":"thinking"}}]}]}""", "ToolArguments x 0|ToolArguments jane 0|ToolArguments thinking 0")]
    [InlineData("""{"messages":[{"role":"user","arguments":"x","name":"jane"}]}""", "User* x 0|User jane 0")]
    public void Collect_KnownNamesWhereAnyMayStand_HideNothing(string body, string expected) => Check(body, expected.Split('|'));

    [Theory]
    [InlineData("""{"role":"user","content":[{"type":"thinking","thinking":"h"},{"type":"refusal","refusal":"r"},{"type":"tool_use","name":"n","input":{"k":"v"}}]}""", "User h 0|User r 0|User n 0|User v 0")]
    [InlineData("""{"role":"user","type":"reasoning","content":"h"}""", "User h 0")]
    [InlineData("""{"role":"assistant","content":[{"type":"text","type":"thinking","text":"h"},{"type":"thinking","thinking":"i"}]}""", "Other h 0|Reasoning i 0")]
    [InlineData("""{"type":"reasoning","type":"message","content":"h"}""", "Other h 0")]
    [InlineData("""{"role":"user","content":[{"type":"image","source":{"type":"base64","data":"AAAA"}}]}""", "User AAAA 0")]
    [InlineData("""{"role":"user","content":[{"type":"x","source":{"type":"base64","media_type":"text/plain","data":"AAAA"}}]}""", "User AAAA 0")]
    [InlineData("""{"role":"user","content":[{"type":"x","source":{"type":"base64","type":"text","media_type":"image/png","data":"AAAA"}}]}""", "Other AAAA 0")]
    [InlineData("""{"role":"user","content":[{"type":"x","source":{"type":"base64","media_type":"image/png","data":"in words"}}]}""", "User in words 0")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:jane"}},{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}""", "User data:jane 0")]
    public void Collect_TypesThatAnybodyCanSay_DecideNothing(string message, string expected) => Check($$"""{"messages":[{{message}}]}""", expected.Split('|'));

    [Theory]
    [InlineData("""{"role":"assistant","content":[{"type":"server_tool_use","name":"web_search","input":{"query":"q"}},{"type":"web_search_tool_result","tool_use_id":"t","content":[{"type":"web_search_result","title":"t","url":"u"}]}]}""", "ToolArguments q 0|ToolResult t 0|ToolResult u 0")]
    [InlineData("""{"type":"mcp_call","id":"m","name":"f","arguments":"{}","output":"o"}""", "ToolArguments* {} 0|ToolResult o 0")]
    [InlineData("""{"type":"file_search_call","id":"f","status":"completed","results":[{"text":"r"}]}""", "ToolResult r 0")]
    [InlineData("""{"type":"code_interpreter_call","code":"c","outputs":[{"type":"logs","logs":"l"}]}""", "ToolArguments c 0|ToolResult l 0")]
    [InlineData("""{"type":"web_search_call","action":{"type":"search","query":"q"}}""", "ToolArguments search 0|ToolArguments q 0")]
    public void Collect_ItemsOfProvidersTools_TellAnswersFromQuestions(string item, string expected) => Check($$"""{"input":[{{item}}]}""", expected.Split('|'));

    [Theory]
    [InlineData("""{"tools":[{"type":"mcp","server_label":"l","server_url":"https://m.example/k","authorization":"a","headers":{"X-Key":"k"}}]}""", "Tools l -1")]
    [InlineData("""{"mcp_servers":[{"type":"url","url":"https://m.example/k","name":"n","authorization_token":"a","x":"x"}]}""", "Tools x -1")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://s.example/p?key=k"}},{"type":"input_file","file_url":"https://s.example/f"}]}]}""", "")]
    [InlineData("""{"messages":[{"role":"user","authorization":"a","content":[{"type":"x","url":"https://s.example/f"},{"type":"image_url","image_url":{"url":"https://in words"}}]}]}""", "User a 0|User https://s.example/f 0|User https://in words 0")]
    public void Collect_WhereSomethingIsFetchedFrom_IsNoText(string body, string expected) => Check(body, expected.Split('|', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("""{"prompt":[1,2]}""", UnreadContent.TokenIds)]
    [InlineData("""{"input":[[1,2],[3]]}""", UnreadContent.TokenIds)]
    [InlineData("""{"input":["a"],"dimensions":3}""", UnreadContent.None)]
    [InlineData("""{"messages":[{"role":"user","weight":1,"content":"u"}],"max_tokens":3}""", UnreadContent.None)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}""", UnreadContent.Media)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://s.example/p"}}]}]}""", UnreadContent.Media)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AAAA"}}]}]}""", UnreadContent.Media)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file","file_id":"f"}]}]}""", UnreadContent.Media)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"mp3"}}]}]}""", UnreadContent.Media)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"}}]}]}""", UnreadContent.None)]
    public void Collect_WhatNoGuardReads_IsTold(string body, UnreadContent expected)
    {
        Assert.True(RequestTexts.Collect(Encoding.UTF8.GetBytes(body), [], out var unread));

        Assert.Equal(expected, unread);
    }

    [Fact]
    public void Collect_JoinedPartsOfDifferentKinds_AreDifferentGroups()
    {
        var texts = Collect("""{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"tool_result","content":"b"},{"type":"text","text":"c"}]}]}""");

        Assert.Equal(texts[0].Group, texts[2].Group);
        Assert.NotEqual(texts[0].Group, texts[1].Group);
    }

    [Theory]
    [InlineData(RequestTexts.MaxTexts, true)]
    [InlineData(RequestTexts.MaxTexts + 1, false)]
    public void Collect_ManyTexts_TellsWhetherThereAreMore(int count, bool expected)
    {
        var texts = new List<RequestText>();
        var body = $$"""{"input":[{{string.Join(',', Enumerable.Repeat("\"a\"", count))}}]}""";

        Assert.Equal(expected, RequestTexts.Collect(Encoding.UTF8.GetBytes(body), texts));
        Assert.Equal(RequestTexts.MaxTexts, texts.Count);
    }

    /// <summary>Each of a million names against all others would be a million million steps: whose they are is found once for an object.</summary>
    [Fact]
    public void Collect_ObjectOfManyNames_IsReadOnce()
    {
        var body = $$"""{"messages":[{"role":"user",{{string.Join(',', Enumerable.Repeat("\"name\":1", 1_000_000))}},"content":"u"}]}""";

        Assert.Single(Collect(body));
    }

    private static void Check(string body, params string[] expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.Equal(expected, Collect(body).Select(text =>
            $"{text.Kind}{(text.Form == TextForm.Json ? "*" : "")} {Encoding.UTF8.GetString(bytes.AsSpan(text.Value.Start, text.Value.Length)).Trim('"')} {text.Message}"));
    }

    private static List<RequestText> Collect(string body)
    {
        var texts = new List<RequestText>();
        RequestTexts.Collect(Encoding.UTF8.GetBytes(body), texts);
        return texts;
    }
}
