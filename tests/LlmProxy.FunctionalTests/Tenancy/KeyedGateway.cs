using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Tenancy;

/// <summary>A gateway with keys: <see cref="A"/> and <see cref="B"/> of two tenants stand in its configuration.</summary>
internal static class KeyedGateway
{
    public const string A = "key-of-tenant-a-0001";
    public const string B = "key-of-tenant-b-0001";
    public const string Chat = """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""";

    /// <summary>The section of the keys.</summary>
    /// <param name="scopes">What more is said of <see cref="A"/>.</param>
    /// <param name="more">What more is said of keys.</param>
    public static string Keys(string scopes = "", string more = "") => $$"""
        "Keys": { "Static": [
          { "Name": "a", "Key": "{{A}}", "Tenant": "ta" {{(scopes.Length > 0 ? ", " + scopes : "")}} },
          { "Name": "b", "Key": "{{B}}", "Tenant": "tb" } ] {{(more.Length > 0 ? ", " + more : "")}} }
        """;

    /// <summary>Starts one before a provider.</summary>
    public static Task<TestGateway> BeforeAsync(ScriptedProvider provider, string scopes = "", string more = "") =>
        TestGateway.BeforeAsync(provider.Address, proxy: Keys(scopes, more));

    /// <summary>Sends a request with a key.</summary>
    public static async Task<HttpResponseMessage> SendAsync(this TestGateway gateway, string method, string path, string? key, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await gateway.Client.SendAsync(request);
    }

    /// <summary>The answer's JSON.</summary>
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    /// <summary>The code of an answer's error.</summary>
    public static async Task<string?> CodeAsync(this HttpResponseMessage response) => (string?)(await response.JsonAsync())["error"]!["code"];
}
