using System.Net;
using LlmProxy.FunctionalTests.Failover;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Host.Commands;
using LlmProxy.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Tenancy;

/// <summary>How keys are made and ended.</summary>
public sealed class KeyAdminTests
{
    private const string Keys = "/v1/admin/keys";

    [Fact]
    public async Task Create_FirstKey_ClosesTheGatewayAndOpensIt()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        // A key with a budget is not served what has no price.
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: """ "Prices": { "Free": [ "m" ] } """);

        using var before = await gateway.SendAsync("POST", "/v1/chat/completions", null, KeyedGateway.Chat);
        using var created = await gateway.SendAsync("POST", Keys, null, """{"name":"first","tenant":"acme","limits":{"requests_per_minute":5,"budget_per_day":0.5}}""");
        var key = await created.JsonAsync();
        using var without = await gateway.SendAsync("POST", "/v1/chat/completions", null, KeyedGateway.Chat);
        using var with = await gateway.SendAsync("POST", "/v1/chat/completions", (string?)key["secret"], KeyedGateway.Chat);

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
        Assert.Equal(5, (int)key["limits"]!["requests_per_minute"]!);
        Assert.Equal(0.5m, (decimal)key["limits"]!["budget_per_day"]!);
        Assert.Contains("restart forgets", (string?)key["warning"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Keys_ShowsNoSecret()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider);
        var secret = await CreateAsync(gateway, """{"name":"x"}""");

        using var list = await gateway.SendAsync("GET", Keys, null);
        var text = await list.Content.ReadAsStringAsync();

        Assert.DoesNotContain((string)secret["secret"]!, text, StringComparison.Ordinal);
        Assert.DoesNotContain(KeyedGateway.A, text, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", text, StringComparison.Ordinal);
        var keys = (await list.JsonAsync())["data"]!.AsArray();
        Assert.Equal(["configuration", "configuration", "store"], keys.Select(key => (string?)key!["source"]));
        Assert.Equal($"llmp_…{((string)secret["secret"]!)[^4..]}", (string?)keys[2]!["key"]);
    }

    [Fact]
    public async Task Revoke_LastKey_LeavesTheGatewayClosed()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        var key = await CreateAsync(gateway, """{"name":"x"}""");

        using var revoked = await gateway.SendAsync("DELETE", $"{Keys}/{key["id"]}", null);
        using var with = await gateway.SendAsync("POST", "/v1/chat/completions", (string?)key["secret"], KeyedGateway.Chat);
        using var without = await gateway.SendAsync("POST", "/v1/chat/completions", null, KeyedGateway.Chat);
        using var again = await gateway.SendAsync("POST", $"{Keys}/{key["id"]}/rotate", null);

        Assert.Equal("revoked", (string?)(await revoked.JsonAsync())["state"]);
        Assert.Contains("revoked", await with.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, with.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal("key_revoked", await again.CodeAsync());
    }

    [Fact]
    public async Task Rotate_Key_FormerWorksForTheGraceOnly()
    {
        var clock = new ShiftedClock();
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, configure: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        var key = await CreateAsync(gateway, """{"name":"x","expires":"2100-01-01T00:00:00Z"}""");

        using var rotated = await gateway.SendAsync("POST", $"{Keys}/{key["id"]}/rotate", null, """{"grace":"01:00:00"}""");
        var secret = (string?)(await rotated.JsonAsync())["secret"];
        using var former = await gateway.SendAsync("POST", "/v1/chat/completions", (string?)key["secret"], KeyedGateway.Chat);
        clock.Advance(TimeSpan.FromHours(1));
        using var late = await gateway.SendAsync("POST", "/v1/chat/completions", (string?)key["secret"], KeyedGateway.Chat);
        using var current = await gateway.SendAsync("POST", "/v1/chat/completions", secret, KeyedGateway.Chat);
        using var tooLong = await gateway.SendAsync("POST", $"{Keys}/{key["id"]}/rotate", null, """{"grace":"8.00:00:00"}""");

        Assert.NotEqual((string?)key["secret"], secret);
        Assert.Equal(HttpStatusCode.OK, former.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
        Assert.Equal(HttpStatusCode.OK, current.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
    }

    [Fact]
    public async Task Change_Fields_KeepsTheOthersAndCountsAtOnce()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        var key = await CreateAsync(gateway, """{"name":"x","user":"ann","models":["m"],"limits":{"tokens_per_day":9,"tokens_per_minute":3}}""");

        using var changed = await gateway.SendAsync("PATCH", $"{Keys}/{key["id"]}", null, """{"models":["other"],"user":null,"limits":{"tokens_per_day":8}}""");
        using var refused = await gateway.SendAsync("POST", "/v1/chat/completions", (string?)key["secret"], KeyedGateway.Chat);

        var view = await changed.JsonAsync();
        Assert.Equal("x", (string?)view["name"]);
        Assert.Null(view["user"]);
        Assert.Equal(8, (long)view["limits"]!["tokens_per_day"]!);
        Assert.Equal(3, (long)view["limits"]!["tokens_per_minute"]!);
        Assert.Null(view["secret"]);
        Assert.Equal("model_not_found", await refused.CodeAsync());
    }

    [Theory]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"x","models":[""]}""", "models[0]")]
    [InlineData("""{"name":"x","endpoints":["Telepathy"]}""", "endpoints[0]")]
    [InlineData("""{"name":"x","endpoints":[null]}""", "endpoints[0]")]
    [InlineData("""{"name":"x","routes":[null]}""", "routes[0]")]
    [InlineData("""{"name":"x","limits":{"tokens_per_day":0}}""", "limits.tokens_per_day")]
    [InlineData("""{"name":"x","expires":"2001-01-01T00:00:00Z"}""", "expires")]
    [InlineData("""{"name":"x","user":"ü"}""", "user")]
    [InlineData("""{"name":"x","nmae":"y"}""", null)]
    [InlineData("""[]""", null)]
    [InlineData("""{""", null)]
    public async Task Create_Mistake_Is400(string body, string? field)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.SendAsync("POST", Keys, null, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, (string?)(await response.JsonAsync())["error"]!["param"]);
    }

    [Fact]
    public async Task Endpoints_WithAnAdminKey_NeedIt()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: "\"Access\": { \"AdminKey\": \"the-admin-key\" }");

        foreach (var (method, path) in new[] { ("GET", Keys), ("POST", Keys), ("GET", Keys + "/x"), ("PATCH", Keys + "/x"), ("DELETE", Keys + "/x"), ("POST", Keys + "/x/rotate") })
        {
            using var refused = await gateway.SendAsync(method, path, null, method is "POST" or "PATCH" ? "{}" : null);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var taken = await gateway.SendAsync("GET", Keys, "the-admin-key");
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task Store_ThatCannotWrite_MakesNoKeyButRevokesOne()
    {
        var store = new FailingStore();
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, configure: builder => builder.Services.AddSingleton<IStateStore>(store));
        var key = await CreateAsync(gateway, """{"name":"x"}""");

        store.Fails = true;
        using var created = await gateway.SendAsync("POST", Keys, null, """{"name":"y"}""");
        using var changed = await gateway.SendAsync("PATCH", $"{Keys}/{key["id"]}", null, """{"models":["other"]}""");
        using var rotated = await gateway.SendAsync("POST", $"{Keys}/{key["id"]}/rotate", null);
        using var works = await gateway.SendAsync("POST", "/v1/chat/completions", (string?)key["secret"], KeyedGateway.Chat);
        using var revoked = await gateway.SendAsync("DELETE", $"{Keys}/{key["id"]}", null);
        using var dead = await gateway.SendAsync("POST", "/v1/chat/completions", (string?)key["secret"], KeyedGateway.Chat);
        using var list = await gateway.SendAsync("GET", Keys, null);

        Assert.Equal("key_not_stored", await created.CodeAsync());
        Assert.Equal("key_not_stored", await changed.CodeAsync());
        Assert.Equal("key_not_stored", await rotated.CodeAsync());
        Assert.Equal(HttpStatusCode.OK, works.StatusCode);
        Assert.Equal("key_not_stored", await revoked.CodeAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, dead.StatusCode);
        Assert.Single((await list.JsonAsync())["data"]!.AsArray());
        Assert.Single(await store.LoadAsync(StateCollections.Keys), document => document.Key.StartsWith("key_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_AfterARestart_AreThereAgain()
    {
        var store = new FailingStore();
        await using var provider = await ScriptedProvider.StartAsync("{}");
        string? secret;
        await using (var first = await TestGateway.BeforeAsync(provider.Address, configure: builder => builder.Services.AddSingleton<IStateStore>(store)))
            secret = (string?)(await CreateAsync(first, """{"name":"x"}"""))["secret"];

        await using var second = await TestGateway.BeforeAsync(provider.Address, configure: builder => builder.Services.AddSingleton<IStateStore>(store));
        using var without = await second.SendAsync("POST", "/v1/chat/completions", null, KeyedGateway.Chat);
        using var with = await second.SendAsync("POST", "/v1/chat/completions", secret, KeyedGateway.Chat);

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
        foreach (var document in await store.LoadAsync(StateCollections.Keys))
            Assert.DoesNotContain(secret!, System.Text.Encoding.UTF8.GetString(document.Content.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_ThatCannotBeRead_ClosesTheGatewayButForConfiguredKeys()
    {
        var store = new FailingStore { Fails = true };
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var open = await TestGateway.BeforeAsync(provider.Address, configure: builder => builder.Services.AddSingleton<IStateStore>(store));
        await using var keyed = await TestGateway.StartAsync(
            TestGateway.Config(provider.Address, proxy: KeyedGateway.Keys()), builder => builder.Services.AddSingleton<IStateStore>(store));

        using var refused = await open.SendAsync("POST", "/v1/chat/completions", null, KeyedGateway.Chat);
        using var ready = await open.SendAsync("GET", "/health/ready", null);
        using var configured = await keyed.SendAsync("POST", "/v1/chat/completions", KeyedGateway.A, KeyedGateway.Chat);
        using var stored = await keyed.SendAsync("POST", "/v1/chat/completions", LlmProxy.Tenancy.Keys.KeyText.Create(), KeyedGateway.Chat);
        using var create = await keyed.SendAsync("POST", Keys, null, """{"name":"x"}""");

        Assert.Equal("keys_unavailable", await refused.CodeAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(HttpStatusCode.OK, configured.StatusCode);
        Assert.Equal("keys_unavailable", await stored.CodeAsync());
        Assert.Equal("keys_unavailable", await create.CodeAsync());
    }

    [Fact]
    public async Task Verb_CreateListRevoke_WorksOnARunningGateway()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: "\"Access\": { \"AdminKey\": \"the-admin-key\" }");
        var environment = new ConfigurationBuilder().AddInMemoryCollection([new("LLMPROXY_ADMIN_KEY", "the-admin-key")]).Build();
        var url = gateway.Address.ToString();

        var created = new StringWriter();
        Assert.Equal(0, await KeysVerb.RunAsync(["create", "--name", "ci", "--model", "m", "--model=n", "--requests-per-minute", "7", "--url", url], environment, created));
        var key = System.Text.Json.Nodes.JsonNode.Parse(created.ToString())!;
        var listed = new StringWriter();
        Assert.Equal(0, await KeysVerb.RunAsync(["list", "--url", url], environment, listed));
        using var works = await gateway.SendAsync("POST", "/v1/chat/completions", (string?)key["secret"], KeyedGateway.Chat);
        Assert.Equal(0, await KeysVerb.RunAsync(["revoke", (string)key["id"]!, "--url", url], environment, new StringWriter()));
        using var dead = await gateway.SendAsync("POST", "/v1/chat/completions", (string?)key["secret"], KeyedGateway.Chat);
        var refused = new StringWriter();

        Assert.Equal(["m", "n"], key["models"]!.AsArray().Select(model => (string?)model));
        Assert.Equal(7, (int)key["limits"]!["requests_per_minute"]!);
        Assert.Contains((string)key["id"]!, listed.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, works.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, dead.StatusCode);
        Assert.Equal(1, await KeysVerb.RunAsync(["show", "key_x", "--url", url], new ConfigurationBuilder().Build(), refused));
        Assert.Contains("admin_key_required", refused.ToString(), StringComparison.Ordinal);
    }

    private static async Task<System.Text.Json.Nodes.JsonNode> CreateAsync(TestGateway gateway, string body)
    {
        using var response = await gateway.SendAsync("POST", Keys, null, body);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.JsonAsync();
    }
}
