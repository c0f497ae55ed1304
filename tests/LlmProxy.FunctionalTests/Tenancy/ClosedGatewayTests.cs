using System.Net;
using System.Text;
using LlmProxy.Configuration;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Storage;
using LlmProxy.Tenancy.Keys;
using LlmProxy.Tenancy.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Tenancy;

/// <summary>When a gateway without a key in sight is open, and when it is not.</summary>
public sealed class ClosedGatewayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("llmproxy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task NeedsKey_ReachableByOthers_StaysUntilAnybodyMayCall()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.StartAsync(
            TestGateway.Config(provider.Address, proxy: "\"Keys\": { \"Required\": true }"), null, "--urls", "http://0.0.0.0:0");
        var keys = gateway.Services.GetRequiredService<KeyRegistry>();

        // What a reload may bring.
        Assert.True(keys.NeedsKey(new LlmProxyModel { Keys = new KeyModel() }));
        Assert.False(keys.NeedsKey(new LlmProxyModel { Keys = new KeyModel(), AllowAnonymous = true }));
    }

    [Fact]
    public async Task NeedsKey_OnlyAKeyThatCannotBeRead_IsTrue()
    {
        var store = new FailingStore();
        store.Put(StateCollections.Keys, "key_1", Encoding.UTF8.GetBytes("{"));
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, configure: builder => builder.Services.AddSingleton<IStateStore>(store));

        using var response = await gateway.SendAsync("POST", "/v1/chat/completions", null, KeyedGateway.Chat);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Start_NoDatabaseAndNoneCanBeMade_IsOpenOnLoopbackAndSaysSo()
    {
        // A file stands where the folder should be, which holds root too.
        var place = Path.Combine(_folder, "data");
        await File.WriteAllTextAsync(place, "");
        using var log = new LogCollector();
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await StartAsync(provider, place, log);

        using var response = await gateway.SendAsync("POST", "/v1/chat/completions", null, KeyedGateway.Chat);
        using var ready = await gateway.SendAsync("GET", "/health/ready", null);
        using var made = await gateway.SendAsync("POST", "/v1/admin/keys", null, """{"name":"x"}""");
        var told = await log.WaitForAsync("NoStoreOfKeys");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("\"degraded\"", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("keys_unavailable", await made.CodeAsync());
        Assert.Contains(place, (string?)told["Reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DatabaseThatCannotBeRead_IsClosedAndSaysSo()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "llmproxy.db"));
        using var log = new LogCollector();
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await StartAsync(provider, _folder, log);

        using var response = await gateway.SendAsync("POST", "/v1/chat/completions", null, KeyedGateway.Chat);
        await log.WaitForAsync("KeysUnread");

        Assert.Equal("keys_unavailable", await response.CodeAsync());
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("\"Access\": { \"AdminKey\": \"the-admin-key\" }, ", false)]
    public async Task Start_KeysWithoutAnAdminKey_IsWarnedOf(string access, bool warns)
    {
        using var log = new LogCollector();
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.StartAsync(TestGateway.Config(provider.Address, proxy: access + KeyedGateway.Keys()), log.AddTo);

        Assert.Equal(warns, log.Text.Contains("there is no admin key", StringComparison.Ordinal));
    }

    private static Task<TestGateway> StartAsync(ScriptedProvider provider, string folder, LogCollector log) => TestGateway.StartAsync(
        TestGateway.Config(provider.Address), log.AddTo, "--LlmProxy:Storage:Kind=Sqlite", $"--LlmProxy:Storage:Path={folder}");
}
