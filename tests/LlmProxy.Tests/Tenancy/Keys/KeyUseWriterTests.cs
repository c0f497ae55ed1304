using LlmProxy.Configuration;
using LlmProxy.Storage;
using LlmProxy.Tenancy.Keys;
using LlmProxy.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Tenancy.Keys;

public sealed class KeyUseWriterTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task StopAsync_KeyWasUsed_KeepsThatUnlessTheHostStopsAtOnce(bool isCancelled, bool isKept)
    {
        var store = new KeptStateStore();
        var configuration = new LlmConfigState();
        using var keys = new KeyRegistry(store, configuration, NullLogger<KeyRegistry>.Instance);
        using var admin = new KeyAdmin(keys, store, configuration, TimeProvider.System);
        using var writer = new KeyUseWriter(admin, TimeProvider.System);
        await keys.LoadAsync(CancellationToken.None);
        var (entry, _) = await admin.CreateAsync(new KeyRequest { Name = "x" }, CancellationToken.None);
        entry.Touch(DateTimeOffset.UtcNow);

        await writer.StopAsync(new CancellationToken(isCancelled));

        var documents = await store.LoadAsync(StateCollections.Keys);
        var kept = KeyJson.Read(documents.Single(document => document.Key == entry.Stored!.Id).Content)!;
        Assert.Equal(isKept, kept.LastUsed is not null);
    }
}
