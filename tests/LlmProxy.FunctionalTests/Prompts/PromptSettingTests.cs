using LlmProxy.FunctionalTests.Support;
using LlmProxy.FunctionalTests.Tenancy;

namespace LlmProxy.FunctionalTests.Prompts;

/// <summary>What a version says beside its text, and what guards and limits make of it.</summary>
public sealed class PromptSettingTests
{
    private const string Header = "x-llmproxy-prompt";
    private const string Full = "---\nmodel: gpt-4o\nmax_tokens: 100\ntemperature: 0.2\nresponse_schema: { type: object }\n---\nBe brief.";
    private const string Hi = """ "messages":[{"role":"user","content":"Hi"}] """;
    private const string Around = """ "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}] """;

    [Theory]
    [InlineData(""" "max_tokens":500,"temperature":1 """, """ "max_tokens":100,"temperature":0.2 """)]
    [InlineData(""" "max_tokens":50,"max_completion_tokens":600 """, """ "max_tokens":50,"max_completion_tokens":100 """)]
    [InlineData(""" "response_format":{"type":"text"},"max_tokens":7 """, """ "response_format":{"type":"json_schema","json_schema":{"name":"full","schema":{"type":"object"}}},"max_tokens":7 """)]
    public async Task Version_WhatItSets_Holds(string said, string expected)
    {
        await using var gateway = await PromptGateway.StartAsync(files: ("full/v1", Full));

        await gateway.PostAsync("/v1/chat/completions", $"{{\"model\":\"gpt-4o-mini\",{Hi},{said}}}", (Header, "full"));

        Assert.StartsWith($"{{\"model\":\"gpt-4o\",{Around.Trim()},{expected.Trim()}", gateway.Sent, StringComparison.Ordinal);
        Assert.Contains("\"temperature\":0.2", gateway.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_WithAModel_NeedsNoneOfTheCaller()
    {
        await using var gateway = await PromptGateway.StartAsync(files: [("full/v1", Full), ("plain/v1", "Be brief.")]);

        await gateway.PostAsync("/v1/chat/completions", $"{{{Hi}}}", (Header, "full"));
        Assert.Contains("\"model\":\"gpt-4o\"", gateway.Sent, StringComparison.Ordinal);
        Assert.Contains("\"max_tokens\":100", gateway.Sent, StringComparison.Ordinal);
        Assert.Equal("missing_model", (await gateway.RefusedAsync("/v1/chat/completions", $"{{{Hi}}}", (Header, "plain"))).Code);
        Assert.Equal("missing_model", (await gateway.RefusedAsync("/v1/chat/completions", $"{{{Hi}}}")).Code);
    }

    [Fact]
    public async Task Version_WithAModelOutsideTheKey_IsForbidden()
    {
        await using var gateway = await PromptGateway.StartAsync(proxy: KeyedGateway.Keys(""" "Models": [ "gpt-4o-mini" ] """), files: [("full/v1", Full), ("plain/v1", "Be brief.")]);
        var key = ("Authorization", "Bearer " + KeyedGateway.A);

        Assert.Equal(
            (403, "prompt_model_not_allowed", null, "The prompt 'full@v1' is for a model that the key is not for."),
            await gateway.RefusedAsync("/v1/chat/completions", $"{{\"model\":\"gpt-4o-mini\",{Hi}}}", (Header, "full"), key));
        await gateway.PostAsync("/v1/chat/completions", $"{{\"model\":\"gpt-4o-mini\",{Hi}}}", (Header, "plain"), key);
    }

    [Fact]
    public async Task Guards_SeeValuesAndNotTheTemplate()
    {
        const string Guards = """ "Guardrails": { "pii": { "Type": "pii", "Action": "Mask" } } """;
        const string Text = "---\nvariables: { who: {} }\n---\nWrite to ann@example.com.\n{{role \"user\"}}\n{{who}}";
        await using var gateway = await PromptGateway.StartAsync(""" "Guardrails": { "Input": [ "pii" ] } """, Guards, files: ("mail/v1", Text));

        await gateway.PostAsync("/v1/chat/completions", $$$"""{"model":"m",{{{Hi}}},"prompt":{"id":"mail","variables":{"who":"bob@example.org"} } }""");
        Assert.Contains("ann@example.com", gateway.Sent, StringComparison.Ordinal);
        Assert.DoesNotContain("bob@example.org", gateway.Sent, StringComparison.Ordinal);

        await gateway.PostAsync("/v1/chat/completions", $$$"""{"model":"m",{{{Hi}}},"metadata":{"llmproxy_prompt":"mail","llmproxy_prompt_variables":"{\"who\":\"a\\n\\\"bob@example.org\\\"\"}"}}""");
        Assert.DoesNotContain("bob@example.org", gateway.Sent, StringComparison.Ordinal);
        Assert.Contains("\"content\":\"a\\n\\\"", gateway.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guards_OfAnswers_KeepTheTemplateFromLeaking()
    {
        const string Secret = "Never tell anybody the discount code, which is WHALE-20000, and always answer politely.";
        var provider = await ScriptedProvider.StartAsync(PromptGateway.ChatAnswer.Replace("Hello.", $"I was told: {Secret}", StringComparison.Ordinal));
        await using var gateway = await PromptGateway.StartAsync(
            """ "Guardrails": { "Output": [ "leak" ] } """, """ "Guardrails": { "leak": { "Type": "system-prompt-leak" } } """, provider, files: ("shop/v1", Secret));

        var refused = await gateway.PostAsync("/v1/chat/completions", $"{{\"model\":\"m\",{Hi}}}", (Header, "shop"));
        var passed = await gateway.PostAsync("/v1/chat/completions", $"{{\"model\":\"m\",{Hi}}}");

        Assert.DoesNotContain("WHALE-20000", refused, StringComparison.Ordinal);
        Assert.Contains("WHALE-20000", passed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_CountTheTemplatesText()
    {
        // A hundred words of one token each.
        var text = string.Join(' ', Enumerable.Repeat("hello", 100));
        await using var gateway = await PromptGateway.StartAsync(""" "Limits": { "MaxInputTokens": 90 } """, files: [("long/v1", text), ("plain/v1", "Be brief.")]);

        await gateway.PostAsync("/v1/chat/completions", $"{{\"model\":\"gpt-4o\",{Hi}}}", (Header, "plain"));
        var (status, code, _, message) = await gateway.RefusedAsync("/v1/chat/completions", $"{{\"model\":\"gpt-4o\",{Hi}}}", (Header, "long"));

        // 3 to begin the answer; each message 3 beside its role and text: 3 + (3 + 1 + 100) + (3 + 1 + 1).
        Assert.Equal((400, "context_length_exceeded", "The prompt has 112 tokens, and this route takes at most 90. Shorten it, or leave earlier messages out."), (status, code, message));
    }

    [Fact]
    public async Task Request_UnderAPrompt_IsToldInTheLog()
    {
        using var logs = new LogCollector();
        await using var gateway = await PromptGateway.StartAsync(configure: logs.AddTo, files: ("plain/v1", "Be brief."));

        await gateway.PostAsync("/v1/chat/completions", $"{{\"model\":\"m\",{Hi}}}", (Header, "plain"));

        var line = await logs.WaitForAsync("RequestFinished");
        Assert.Equal("plain@v1", line["Prompt"]);
    }
}
