namespace LlmProxy.FunctionalTests.Prompts;

/// <summary>Requests that cannot be put under a prompt.</summary>
public sealed class PromptRefusalTests
{
    private const string Header = "x-llmproxy-prompt";
    private const string Hi = """ "model":"m","messages":[{"role":"user","content":"Hi"}] """;

    private static readonly (string, string)[] Files =
    [
        ("weather/v1", "---\nvariables: { city: { max_length: 40 }, days: { type: integer, max: 14, default: 3 } }\n---\nWeather in {{city}} for {{days}} days."),
        ("weather/v2", "---\nvariables: { city: {}, tone: { default: dry } }\n---\nWeather in {{city}}, {{tone}}."),
        ("plain/v1", "Be brief."),
        ("strict/v1", "---\ncaller_system: refuse\n---\nBe brief."),
    ];

    [Theory]
    [InlineData("nobody", "", 400, "prompt_not_found", Header, "There is no prompt 'nobody' here.")]
    [InlineData("plain@v9", "", 400, "prompt_not_found", Header, "The prompt 'plain' has no version 'v9'; the last it has are v1.")]
    [InlineData("Not A Name", "", 400, "prompt_not_found", Header, "'x-llmproxy-prompt' must name a prompt, as 'name' or 'name@version'.")]
    [InlineData("", """, "prompt": { "id": "plain", "version": "v9" } """, 400, "prompt_not_found", "prompt.id", "The prompt 'plain' has no version 'v9'; the last it has are v1.")]
    [InlineData("", """, "metadata": { "llmproxy_prompt": "nobody" } """, 400, "prompt_not_found", "metadata.llmproxy_prompt", "There is no prompt 'nobody' here.")]
    [InlineData("plain", """, "prompt": { "id": "weather" } """, 400, "prompt_ambiguous", "prompt.id", "'x-llmproxy-prompt' and 'prompt.id' name different prompts or versions; name one.")]
    [InlineData("", """, "prompt": { "id": "weather@v1", "version": "v2" } """, 400, "prompt_ambiguous", "prompt.id", "'prompt.id' and 'prompt.id' name different prompts or versions; name one.")]
    [InlineData("weather", "", 400, "invalid_prompt_variables", "prompt.variables.city", "Variables of the prompt 'weather@v1': 'city' is missing.")]
    [InlineData("weather", """, "prompt": { "variables": { "town": "Rome", "days": 15, "a": 1 } } """, 400, "invalid_prompt_variables", "prompt.variables.town", "Variables of the prompt 'weather@v1': 'town' is not a variable of this prompt; 'days' is more than 14; 'a' is not a variable of this prompt; 'city' is missing.")]
    [InlineData("plain", """, "prompt": { "variables": { "city": "Rome" } } """, 400, "invalid_prompt_variables", "prompt.variables.city", "Variables of the prompt 'plain@v1': 'city' is not a variable of this prompt.")]
    [InlineData("plain", """, "prompt": { "variables": [] } """, 400, "invalid_prompt_variables", "prompt.variables", "'prompt.variables' must be an object.")]
    [InlineData("plain", """, "metadata": { "llmproxy_prompt_variables": "{a" } """, 400, "invalid_prompt_variables", "metadata.llmproxy_prompt_variables", "'metadata.llmproxy_prompt_variables' must be an object, or the JSON text of one.")]
    [InlineData("strict", """, "x": 1 """, 200, null, null, "")]
    [InlineData("weather@v1", """, "prompt": { "variables": { "city": "Rome", "tone": "warm" } } """, 200, null, null, "")]
    [InlineData("plain", """, "prompt": { "id": "plain@v1" } """, 200, null, null, "")]
    public async Task Caller_WhatIsNotRight_IsToldAndNothingIsSent(string header, string more, int status, string? code, string? param, string message)
    {
        await using var gateway = await PromptGateway.StartAsync(files: Files);
        (string, string)[] headers = header.Length > 0 ? [(Header, header)] : [];

        if (status == 200)
        {
            await gateway.PostAsync("/v1/chat/completions", $"{{{Hi}{more}}}", headers);
            return;
        }

        Assert.Equal((status, code, param, message), await gateway.RefusedAsync("/v1/chat/completions", $"{{{Hi}{more}}}", headers));
        Assert.Empty(gateway.Provider.Requests);
    }

    [Fact]
    public async Task Caller_SystemMessagesWhereNoneAreAllowed_IsRefused()
    {
        await using var gateway = await PromptGateway.StartAsync(files: Files);

        var (status, code, _, _) = await gateway.RefusedAsync("/v1/chat/completions", """{"model":"m","messages":[{"role":"developer","content":"Mine"}]}""", (Header, "strict"));

        Assert.Equal((400, "system_not_allowed"), (status, code));
    }

    [Theory]
    [InlineData("plain", "plain", 200)]
    [InlineData("plain", "weather", 400)]
    [InlineData("plain", "plain@v1", 400)]
    [InlineData("plain@v1", "plain@v1", 200)]
    [InlineData("plain@v1", "plain", 200)]
    public async Task Route_WithAPrompt_TakesNoOther(string route, string header, int status)
    {
        await using var gateway = await PromptGateway.StartAsync($"\"Prompt\": \"{route}\"", files: Files);

        using var response = await gateway.Gateway.PostAsync("/v1/chat/completions", $"{{{Hi}}}", (Header, header));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Route_ItsVariables_CannotBeChanged()
    {
        await using var gateway = await PromptGateway.StartAsync(""" "Prompt": "weather", "PromptVariables": { "city": "Rome" } """, files: Files);

        await gateway.PostAsync("/v1/chat/completions", $$"""{{{Hi}}, "prompt": { "variables": { "days": 7 } } }""");
        Assert.Contains("Weather in Rome for 7 days.", gateway.Sent, StringComparison.Ordinal);
        Assert.Equal(
            (400, "invalid_prompt_variables", "prompt.variables.city", "Variables of the prompt 'weather@v1': 'city' is given by the route and cannot be changed."),
            await gateway.RefusedAsync("/v1/chat/completions", $$"""{{{Hi}}, "prompt": { "variables": { "city": "Paris" } } }"""));
    }

    [Theory]
    [InlineData(""" "Prompt": "plain@v9" """)]
    [InlineData(""" "Prompt": "weather", "PromptVariables": { "city": "Rome", "days": "many" } """)]
    public async Task Route_APromptThatIsNotRight_StopsItsRequests(string route)
    {
        await using var gateway = await PromptGateway.StartAsync(route, files: Files);

        var (status, code, _, _) = await gateway.RefusedAsync("/v1/chat/completions", $"{{{Hi}}}");

        Assert.Equal((503, "prompt_unavailable"), (status, code));
        Assert.Empty(gateway.Provider.Requests);
    }

    [Fact]
    public async Task Variables_ThatWouldFillTheMemory_AreRefused()
    {
        var often = "---\nvariables: { x: { max_length: 1000000 } }\n---\n" + string.Concat(Enumerable.Repeat("{{x}}", 1_000));
        await using var gateway = await PromptGateway.StartAsync(files: ("often/v1", often));

        // A thousand times 100,000 characters, and 33,554,432 bytes are allowed.
        var (status, code, _, _) = await gateway.RefusedAsync(
            "/v1/chat/completions", $$$"""{{{{Hi}}}, "prompt": { "id": "often", "variables": { "x": "{{{new string('a', 100_000)}}}" } } }""");

        Assert.Equal((413, "request_too_large"), (status, code));
    }
}
