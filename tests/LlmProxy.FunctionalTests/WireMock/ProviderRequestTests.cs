using System.Net;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.WireMock;

/// <summary>
/// What each kind of provider is sent. The mappings state it, header by header and as whole bodies; a request that differs
/// gets WireMock's 404, whose text shows where.
/// </summary>
[Collection(WireMockGroup.Name)]
public sealed class ProviderRequestTests(WireMockServer wireMock)
{
    private const string Messages = """[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]""";

    private static readonly (string, string)[] CallersHeaders =
    [
        ("Authorization", "Bearer key-of-the-caller"), ("api-key", "key-of-the-caller"), ("x-api-key", "key-of-the-caller"), ("Cookie", "a=b"),
        ("X-Forwarded-For", "192.0.2.1"), ("Forwarded", "for=192.0.2.1"), ("x-llmproxy-cluster", "forged"), ("x-sandbox-fault", "*=reset"),
        ("OpenAI-Organization", "org-of-the-caller"),
    ];

    [WireMockFact]
    public Task OpenAi_Chat_ItsKeyAndTheSameBody() => IsAnsweredAsync(
        "openai", "\"ApiKey\": \"key-of-openai\", \"Headers\": { \"OpenAI-Organization\": \"org-1\" }",
        $$"""{"model":"gpt-4o","messages":{{Messages}},"temperature":0.5,"field_of_tomorrow":{"a":[1,2.50,null] } }""",
        "Hello from OpenAI");

    [WireMockFact]
    public Task OpenAi_StreamWithAlias_IsRenamedAndAsksForUsage() => IsAnsweredAsync(
        "openai", "\"ApiKey\": \"key-of-openai\", \"Aliases\": { \"small\": \"gpt-4o-mini\" }",
        $$"""{"model":"small","stream":true,"messages":{{Messages}}}""",
        "[DONE]");

    [WireMockFact]
    public Task Azure_DeploymentForm_PathVersionAndKey() => IsAnsweredAsync(
        "azure-openai", "\"ApiKey\": \"key-of-azure\", \"ApiVersion\": \"2024-10-21\"",
        $$"""{"model":"gpt-4o","messages":{{Messages}}}""",
        "Hello from a deployment");

    [WireMockFact]
    public Task Azure_V1Form_PathAndKey() => IsAnsweredAsync(
        "azure-openai", "\"ApiKey\": \"key-of-azure\"",
        $$"""{"model":"gpt-4o","messages":{{Messages}}}""",
        "Hello from v1");

    [WireMockFact]
    public Task Azure_ClientsOwnDeploymentForm_IsTheSame() => IsAnsweredAsync(
        "azure-openai", "\"ApiKey\": \"key-of-azure\", \"ApiVersion\": \"2024-10-21\"",
        $$"""{"messages":{{Messages}}}""",
        "Hello from a deployment",
        "/openai/deployments/gpt-4o/chat/completions?api-version=2023-05-15");

    [WireMockFact]
    public Task Anthropic_Chat_IsTranslated() => IsAnsweredAsync(
        "anthropic", "\"ApiKey\": \"key-of-claude\"",
        """
        {
          "model": "claude-sonnet-4-6", "max_completion_tokens": 300, "stop": "END", "tool_choice": "auto",
          "messages": [
            { "role": "developer", "content": "Be brief." },
            { "role": "user", "content": [
              { "type": "text", "text": "What is this?" },
              { "type": "image_url", "image_url": { "url": "https://images.example/cat.png" } },
              { "type": "image_url", "image_url": { "url": "data:image/png;base64,iVBORw0KGgo=" } } ] },
            { "role": "assistant", "content": null, "tool_calls": [
              { "id": "call_1", "type": "function", "function": { "name": "look", "arguments": "{\"at\":\"left\"}" } },
              { "id": "call_2", "type": "function", "function": { "name": "look", "arguments": "{\"at\":\"right\"}" } } ] },
            { "role": "tool", "tool_call_id": "call_1", "content": "A cat" },
            { "role": "tool", "tool_call_id": "call_2", "content": "A dog" }
          ],
          "tools": [ { "type": "function", "function": {
            "name": "look", "description": "Looks.", "parameters": { "type": "object", "properties": { "at": { "type": "string" } } } } } ]
        }
        """,
        "A cat and a dog");

    [WireMockFact]
    public Task Anthropic_Messages_KeepTheirVersionAndBetas() => IsAnsweredAsync(
        "anthropic", "\"ApiKey\": \"key-of-claude\"",
        """{"model":"claude-native","max_tokens":10,"messages":[{"role":"user","content":"Hi"}]}""",
        "Native",
        "/v1/messages", ("anthropic-version", "2025-01-01"), ("anthropic-beta", "files-api-2025-04-14"));

    private async Task IsAnsweredAsync(
        string kind, string llm, string body, string expected, string path = "/v1/chat/completions", params (string, string)[] headers)
    {
        await using var gateway = await wireMock.GatewayAsync(kind, llm);

        using var response = await gateway.PostAsync(path, body, [.. CallersHeaders, .. headers]);

        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer);
        Assert.Contains(expected, answer, StringComparison.Ordinal);
    }
}
