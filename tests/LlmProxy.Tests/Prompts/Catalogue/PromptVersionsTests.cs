using LlmProxy.Core.Errors;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Tests.Support;

namespace LlmProxy.Tests.Prompts.Catalogue;

public sealed class PromptVersionsTests
{
    private readonly KeptStateStore _store = new();

    [Fact]
    public async Task Create_FirstVersionOfANewPrompt_IsLiveAndStays()
    {
        using var bench = await PromptBench.StartAsync(_store);

        var (version, isNew) = await bench.Versions.CreateAsync(PromptBench.Id("chat@v1"), "One.\r\n", "ann", "the first", default);

        Assert.True(isNew);
        Assert.Equal((PromptOrigin.Api, "ann", "the first", "One.\n"), (version.Origin, version.Author, version.Note, version.Template.Source));
        Assert.Equal("v1", bench.Live("chat"));
        using var next = await bench.RestartAsync();
        Assert.Equal("One.\n", next.Text("chat@v1"));
        Assert.Equal(PromptAction.Created, Assert.Single(next.Decisions.History("chat")).Action);
    }

    [Fact]
    public async Task Create_SecondVersion_IsNotLive()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v2", "Two."));

        await bench.Versions.CreateAsync(PromptBench.Id("chat@v1"), "One.", null, null, default);

        Assert.Equal("v2", bench.Live("chat"));
        Assert.Equal(2, bench.Catalogue.Find("chat")!.Versions.Count);
    }

    [Theory]
    [InlineData("chat@v1")]
    [InlineData("chat@v2")]
    public async Task Create_VersionThatIsThere_SameTextIsFineAnotherIsAConflict(string id)
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "Same."));
        await bench.Versions.CreateAsync(PromptBench.Id("chat@v2"), "Same.", null, null, default);

        var (_, isNew) = await bench.Versions.CreateAsync(PromptBench.Id(id), "Same.", null, null, default);
        var error = await Assert.ThrowsAsync<LlmException>(() => bench.Versions.CreateAsync(PromptBench.Id(id), "Other.", null, null, default));

        Assert.False(isNew);
        Assert.Equal((409, "prompt_version_exists"), (error.Error.Status, error.Error.Code));
        Assert.Equal("Same.", bench.Text(id));
    }

    [Fact]
    public async Task Create_ServedVersionWhoseFileIsGone_ComesBackWithItsTextAlone()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."), ("chat@v2", "Two."));
        bench.Serve("chat@v2");
        bench.Remove("chat@v2");
        bench.Files.Reload();
        Assert.Null(bench.Template("chat@v2"));

        var error = await Assert.ThrowsAsync<LlmException>(() => bench.Versions.CreateAsync(PromptBench.Id("chat@v2"), "Other.", null, null, default));
        var (version, isNew) = await bench.Versions.CreateAsync(PromptBench.Id("chat@v2"), "Two.", null, null, default);

        Assert.Equal("prompt_version_exists", error.Error.Code);
        Assert.Equal((true, PromptOrigin.Api, "Two."), (isNew, version.Origin, bench.Text("chat@v2")));
    }

    [Fact]
    public async Task Create_BadText_NamesTheLine()
    {
        using var bench = await PromptBench.StartAsync(_store);

        var error = await Assert.ThrowsAsync<LlmException>(() => bench.Versions.CreateAsync(PromptBench.Id("chat@v1"), "One.\n{{no end", null, null, default));

        Assert.Equal((400, "invalid_prompt", "text"), (error.Error.Status, error.Error.Code, error.Error.Param));
        Assert.Contains("chat@v1:2", error.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_CannotBeStored_DoesNotExist()
    {
        using var bench = await PromptBench.StartAsync(_store);
        _store.Flushed = Task.FromException(new IOException());

        var error = await Assert.ThrowsAsync<LlmException>(() => bench.Versions.CreateAsync(PromptBench.Id("chat@v1"), "One.", null, null, default));

        Assert.Equal(503, error.Error.Status);
        Assert.Null(bench.Catalogue.Find("chat"));
        using var next = await bench.RestartAsync();
        Assert.Null(next.Catalogue.Find("chat"));
        Assert.Empty(next.Decisions.History("chat"));
    }

    [Fact]
    public async Task Create_MoreThanAreKept_IsRefused()
    {
        using var bench = await PromptBench.StartAsync(_store);
        using var turns = new PromptTurns();
        var versions = new PromptVersions(bench.Catalogue, bench.Archive, turns, bench.Clock) { Capacity = 1 };
        await versions.CreateAsync(PromptBench.Id("chat@v1"), "One.", null, null, default);

        var error = await Assert.ThrowsAsync<LlmException>(() => versions.CreateAsync(PromptBench.Id("chat@v2"), "Two.", null, null, default));

        Assert.Equal((409, "too_many_prompt_versions"), (error.Error.Status, error.Error.Code));
    }

    [Fact]
    public async Task Reload_FileWithAnotherTextThanWasMade_IsAnErrorAndWhatWasMadeHolds()
    {
        using var bench = await PromptBench.StartAsync(_store);
        await bench.Versions.CreateAsync(PromptBench.Id("chat@v1"), "One.", null, null, default);
        bench.Write("chat@v1", "Another.");

        bench.Files.Reload();

        Assert.Equal("One.", bench.Text("chat@v1"));
        Assert.Equal(bench.PathOf("chat@v1"), Assert.Single(bench.Catalogue.Current.Errors).Path);
    }

    [Fact]
    public async Task Create_CannotBeStoredAndSomethingElseChangesMeanwhile_IsNotThere()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));
        var flushed = new TaskCompletionSource();
        _store.Flushed = flushed.Task;
        var making = bench.Versions.CreateAsync(PromptBench.Id("chat@v2"), "Two.", null, null, default);
        bench.Catalogue.Rebuild();

        flushed.SetException(new IOException());

        Assert.Equal(503, (await Assert.ThrowsAsync<LlmException>(() => making)).Error.Status);
        Assert.Null(bench.Text("chat@v2"));
    }

    [Fact]
    public async Task Remove_CannotBeStoredAndSomethingElseChangesMeanwhile_IsStillThere()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));
        await bench.Versions.CreateAsync(PromptBench.Id("chat@v2"), "Two.", null, null, default);
        var flushed = new TaskCompletionSource();
        _store.Flushed = flushed.Task;
        var removing = bench.Versions.RemoveAsync(PromptBench.Id("chat@v2"), null, null, default);
        bench.Catalogue.Rebuild();

        flushed.SetException(new IOException());

        Assert.Equal(503, (await Assert.ThrowsAsync<LlmException>(() => removing)).Error.Status);
        Assert.Equal("Two.", bench.Text("chat@v2"));
    }

    [Fact]
    public async Task Remove_NeverServed_IsGoneForGood()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));
        await bench.Versions.CreateAsync(PromptBench.Id("chat@v2"), "Two.", null, null, default);

        await bench.Versions.RemoveAsync(PromptBench.Id("chat@v2"), "ann", "a mistake", default);

        Assert.Null(bench.Text("chat@v2"));
        using var next = await bench.RestartAsync();
        Assert.Null(next.Text("chat@v2"));
        Assert.Equal([PromptAction.Created, PromptAction.Removed], next.Decisions.History("chat").Select(change => change.Action));
        // The name is free again, since nobody has ever seen what it said.
        Assert.True((await next.Versions.CreateAsync(PromptBench.Id("chat@v2"), "Two, otherwise.", null, null, default)).IsNew);
    }

    [Fact]
    public async Task Remove_InFileServedOrLive_IsAConflict()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));
        await bench.Versions.CreateAsync(PromptBench.Id("chat@v2"), "Two.", null, null, default);
        await bench.Versions.CreateAsync(PromptBench.Id("chat@v3"), "Three.", null, null, default);
        bench.Serve("chat@v2");
        await bench.Decisions.SetLiveAsync(PromptBench.Id("chat@v3"), null, null);

        Assert.Equal("prompt_version_in_file", await CodeAsync("chat@v1"));
        Assert.Equal("prompt_version_served", await CodeAsync("chat@v2"));
        Assert.Equal("prompt_version_live", await CodeAsync("chat@v3"));
        Assert.Equal("prompt_version_not_found", await CodeAsync("chat@v4"));
        Assert.Equal("prompt_not_found", await CodeAsync("none@v1"));

        async Task<string?> CodeAsync(string id) =>
            (await Assert.ThrowsAsync<LlmException>(() => bench.Versions.RemoveAsync(PromptBench.Id(id), null, null, default))).Error.Code;
    }

    [Fact]
    public async Task Remove_TheOnlyVersion_ThePromptIsGone()
    {
        using var bench = await PromptBench.StartAsync(_store);
        await bench.Versions.CreateAsync(PromptBench.Id("chat@v1"), "One.", null, null, default);

        await bench.Versions.RemoveAsync(PromptBench.Id("chat@v1"), null, null, default);

        Assert.Null(bench.Catalogue.Find("chat"));
    }
}
