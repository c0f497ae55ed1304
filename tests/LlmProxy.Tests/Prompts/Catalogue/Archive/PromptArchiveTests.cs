using System.Globalization;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Catalogue.Archive;
using LlmProxy.Tests.Support;

namespace LlmProxy.Tests.Prompts.Catalogue.Archive;

public sealed class PromptArchiveTests
{
    private readonly KeptStateStore _store = new();

    [Fact]
    public async Task Decide_FromWhatWasKnownBeforeThePromptBegan_KeepsTheBeginning()
    {
        var archive = await LoadAsync();
        archive.Begin("chat", "v1");
        var before = archive.Decision("chat");
        archive.Begin("chat", "v2");

        archive.Decide("chat", before with { Live = "v3" });

        Assert.Equal(new PromptDecision { Live = "v3", First = "v2" }, archive.Decision("chat"));
        Assert.Equal(new PromptDecision { Live = "v3", First = "v2" }, (await LoadAsync()).Decision("chat"));
    }

    [Fact]
    public async Task DecideAndBegin_AtOnce_LoseNothingInMemoryOrStore()
    {
        var archive = await LoadAsync();

        await Task.WhenAll(
            Task.Run(() => Times(version => archive.Decide("chat", archive.Decision("chat") with { Live = version }))),
            Task.Run(() => Times(version => archive.Begin("chat", version))));

        Assert.Equal(new PromptDecision { Live = "v999", First = "v999" }, archive.Decision("chat"));
        Assert.Equal(archive.Decision("chat"), (await LoadAsync()).Decision("chat"));
    }

    private static void Times(Action<string> act)
    {
        for (var i = 0; i < 1_000; i++)
            act(string.Create(CultureInfo.InvariantCulture, $"v{i}"));
    }

    private async Task<PromptArchive> LoadAsync()
    {
        var archive = new PromptArchive(_store);
        await archive.LoadAsync(default);
        return archive;
    }
}
