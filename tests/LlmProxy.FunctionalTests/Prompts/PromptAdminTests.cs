using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.FunctionalTests.Tenancy;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Prompts;

/// <summary>How versions of prompts are made and looked at.</summary>
public sealed class PromptAdminTests
{
    private const string Prompts = "/v1/prompts";
    private const string Text = """
        ---
        description: Chats.
        max_tokens: 300
        variables:
          name: { type: string, max_length: 20 }
        ---
        Be kind to {{name}}.
        """;

    [Fact]
    public async Task Lifecycle_OverTheApi_MakesShowsComparesAndRemoves()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        using var folder = new PromptFolderFixture(("chat@v1", "Be kind.\n"));
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: folder.Section);

        using var created = await PostAsync(gateway, "/chat/versions", new { version = "v2", text = Text, author = "ann", note = "names people" });
        using var again = await PostAsync(gateway, "/chat/versions", new { version = "v2", text = Text });
        using var other = await PostAsync(gateway, "/chat/versions", new { version = "v2", text = "Other." });
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Conflict], [created.StatusCode, again.StatusCode, other.StatusCode]);
        Assert.Equal("prompt_version_exists", await other.CodeAsync());
        var version = await created.JsonAsync();
        Assert.Equal(("v2", "idle", "api", "ann"), ((string?)version["version"], (string?)version["state"], (string?)version["origin"], (string?)version["author"]));
        Assert.Equal(("name", "string", 20), ((string?)version["variables"]![0]!["name"], (string?)version["variables"]![0]!["type"], (int)version["variables"]![0]!["max_length"]!));
        Assert.Equal(300, (int)version["settings"]!["max_tokens"]!);

        using var live = await PostAsync(gateway, "/chat/live", new { version = "v2", author = "ann", reason = "it is better" });
        var prompt = await live.JsonAsync();
        Assert.Equal(("v2", "v1"), ((string?)prompt["live"], (string?)prompt["previous"]));
        Assert.Equal(["live", "created"], prompt["history"]!.AsArray().Select(change => (string?)change!["action"]));
        Assert.Equal("it is better", (string?)prompt["history"]![0]!["reason"]);

        using var diff = await gateway.Client.GetAsync($"{Prompts}/chat/diff?from=v1&to=v2");
        Assert.Equal("text/plain", diff.Content.Headers.ContentType!.MediaType);
        var lines = (await diff.Content.ReadAsStringAsync()).Split('\n');
        Assert.Equal(["--- chat@v1", "+++ chat@v2"], lines[..2]);
        Assert.Contains("-Be kind.", lines);
        Assert.Contains("+Be kind to {{name}}.", lines);

        using var kept = await gateway.SendAsync("DELETE", $"{Prompts}/chat/versions/v2", null);
        using var back = await PostAsync(gateway, "/chat/live", new { version = "v1" });
        using var removed = await gateway.SendAsync("DELETE", $"{Prompts}/chat/versions/v2", null, """{"author":"ann"}""");
        Assert.Equal("prompt_version_live", await kept.CodeAsync());
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var gone = await gateway.SendAsync("GET", $"{Prompts}/chat/versions/v2", null);
        Assert.Equal((HttpStatusCode.NotFound, "prompt_version_not_found"), (gone.StatusCode, await gone.CodeAsync()));
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task List_Prompts_ByNameInPages()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        using var folder = new PromptFolderFixture(("b@v1", "B."), ("a@v1", "A."), ("c@v1", "C."));
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: folder.Section);

        using var first = await gateway.SendAsync("GET", $"{Prompts}?limit=2", null);
        using var second = await gateway.SendAsync("GET", $"{Prompts}?limit=2&after=b", null);

        Assert.Equal(["a", "b"], Names(await first.JsonAsync()));
        Assert.True((bool)(await first.JsonAsync())["has_more"]!);
        Assert.Equal(["c"], Names(await second.JsonAsync()));
        Assert.False((bool)(await second.JsonAsync())["has_more"]!);
    }

    [Theory]
    [InlineData("POST", "/chat/versions", """{"version":"v 2","text":"x"}""", 400, "invalid_value")]
    [InlineData("POST", "/chat/versions", """{"version":"v2"}""", 400, "invalid_value")]
    [InlineData("POST", "/chat/versions", """{"version":"v2","text":"{{broken"}""", 400, "invalid_prompt")]
    [InlineData("POST", "/Chat/versions", """{"version":"v2","text":"x"}""", 400, "invalid_value")]
    [InlineData("POST", "/chat/versions", """{"version":"v2","text":"x","live":true}""", 400, "invalid_json")]
    [InlineData("POST", "/chat/live", """{"version":"v9"}""", 404, "prompt_version_not_found")]
    [InlineData("POST", "/chat/live", "{}", 400, "invalid_value")]
    [InlineData("POST", "/none/live", """{"version":"v1"}""", 404, "prompt_not_found")]
    [InlineData("GET", "/none", null, 404, "prompt_not_found")]
    [InlineData("GET", "/chat?limit=0", null, 400, "invalid_value")]
    [InlineData("GET", "/chat/diff", null, 400, "invalid_value")]
    [InlineData("GET", "/chat/diff?to=v9", null, 404, "prompt_version_not_found")]
    [InlineData("DELETE", "/chat/versions/v1", null, 409, "prompt_version_in_file")]
    [InlineData("POST", "/chat/render", """{"version":"v9"}""", 404, "prompt_version_not_found")]
    [InlineData("POST", "/chat/render", """{"variables":{"who":"x"}}""", 400, "invalid_prompt_variables")]
    [InlineData("POST", "/chat/render", """{"variables":[]}""", 400, "invalid_json")]
    [InlineData("PUT", "/chat", "{}", 404, "unknown_url")]
    [InlineData("GET", "/chat/nothing/here", null, 404, "unknown_url")]
    public async Task Anything_Wrong_IsToldAndNothingGoesToAProvider(string method, string path, string? body, int status, string code)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        using var folder = new PromptFolderFixture(("chat@v1", "Be kind."));
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: folder.Section);

        using var response = await gateway.SendAsync(method, Prompts + path, null, body);

        Assert.Equal((status, code), ((int)response.StatusCode, await response.CodeAsync()));
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Everything_WithoutTheAdminKey_IsRefused()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        using var folder = new PromptFolderFixture(("chat@v1", "Be kind."));
        var proxy = $$"""{{folder.Section}}, "Access": { "AdminKey": "admin-key-0123456789" }, {{KeyedGateway.Keys()}}""";
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: proxy);

        foreach (var (method, path) in new[]
        {
            ("GET", ""), ("GET", "/chat"), ("GET", "/chat/versions/v1"), ("GET", "/chat/diff?to=v1"), ("POST", "/chat/versions"), ("POST", "/chat/live"), ("POST", "/chat/render"),
            ("DELETE", "/chat/versions/v1"),
        })
        {
            using var response = await gateway.SendAsync(method, Prompts + path, KeyedGateway.A, method == "GET" ? null : """{"version":"v1"}""");
            Assert.Equal((HttpStatusCode.Unauthorized, "admin_key_required"), (response.StatusCode, await response.CodeAsync()));
        }

        using var allowed = await gateway.SendAsync("GET", Prompts, "admin-key-0123456789");
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
    }

    [Fact]
    public async Task Render_VariablesAndMessages_ShowsWhatAModelWouldGetAndServesNothing()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        using var folder = new PromptFolderFixture(("chat@v1", Text));
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: folder.Section);

        using var response = await PostAsync(gateway, "/chat/render", new
        {
            variables = new { name = "{{name}} \"}ä" },
            messages = new[] { new { role = "user", content = "Hi" } },
        });

        var rendered = await response.JsonAsync();
        Assert.Equal(("v1", 300), ((string?)rendered["version"], (int)rendered["settings"]!["max_tokens"]!));
        Assert.Equal(
            [("system", "Be kind to {{name}} \"}ä."), ("user", "Hi")],
            rendered["messages"]!.AsArray().Select(message => ((string)message!["role"]!, (string)message["content"]!)));
        Assert.Empty(provider.Requests);
        using var missing = await PostAsync(gateway, "/chat/render", new { });
        Assert.Equal("invalid_prompt_variables", await missing.CodeAsync());
        using var version = await gateway.SendAsync("GET", $"{Prompts}/chat/versions/v1", null);
        Assert.Null((await version.JsonAsync())["served_since"]);
    }

    [Fact]
    public async Task Restart_WhatWasMadeAndDecided_IsAsItWas()
    {
        var store = new FailingStore();
        await using var provider = await ScriptedProvider.StartAsync("{}");
        using var folder = new PromptFolderFixture(("chat@v1", "One."));
        await using (var gateway = await StartAsync(provider, folder, store))
        {
            using var created = await PostAsync(gateway, "/chat/versions", new { version = "v2", text = "Two." });
            using var live = await PostAsync(gateway, "/chat/live", new { version = "v2", reason = "tried" });
            Serve(gateway, "v1");
        }

        // While it was down somebody changed what was served.
        folder.Write("chat@v1", "One, otherwise.");
        await using var next = await StartAsync(provider, folder, store);

        using var shown = await next.SendAsync("GET", $"{Prompts}/chat", null);
        var prompt = await shown.JsonAsync();
        Assert.Equal("v2", (string?)prompt["live"]);
        Assert.Equal("tried", (string?)prompt["history"]![0]!["reason"]);
        Assert.Equal("One.", Catalogue(next).Find("chat")!.Find("v1")!.Source);
        using var health = await next.SendAsync("GET", "/health/ready", null);
        var check = (await health.JsonAsync())["checks"]!["prompts"]!;
        Assert.Equal("degraded", (string?)check["state"]);
        Assert.Contains("NEW version", (string?)check["data"]!["errors"]![0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_CannotBeWritten_NothingIsPromised()
    {
        var store = new FailingStore();
        await using var provider = await ScriptedProvider.StartAsync("{}");
        using var folder = new PromptFolderFixture(("chat@v1", "One."), ("chat@v2", "Two."));
        await using var gateway = await StartAsync(provider, folder, store);
        store.Fails = true;

        using var live = await PostAsync(gateway, "/chat/live", new { version = "v2" });
        using var created = await PostAsync(gateway, "/chat/versions", new { version = "v3", text = "Three." });

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "prompt_not_stored"), (live.StatusCode, await live.CodeAsync()));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "prompt_not_stored"), (created.StatusCode, await created.CodeAsync()));
        var asset = Catalogue(gateway).Find("chat")!;
        Assert.Equal(("v1", 2), (asset.Live.Id.Version, asset.Versions.Count));
    }

    private static IPromptCatalogue Catalogue(TestGateway gateway) => gateway.Services.GetRequiredService<IPromptCatalogue>();

    private static void Serve(TestGateway gateway, string version) =>
        Catalogue(gateway).NoteServed(Catalogue(gateway).Find("chat")!.Find(version)!);

    private static Task<TestGateway> StartAsync(ScriptedProvider provider, PromptFolderFixture folder, FailingStore store) =>
        TestGateway.BeforeAsync(provider.Address, proxy: folder.Section, configure: builder => builder.Services.AddSingleton<IStateStore>(store));

    private static Task<HttpResponseMessage> PostAsync(TestGateway gateway, string path, object body) =>
        gateway.SendAsync("POST", Prompts + path, null, JsonSerializer.Serialize(body));

    private static IEnumerable<string?> Names(JsonNode list) => list["data"]!.AsArray().Select(prompt => (string?)prompt!["name"]);
}
