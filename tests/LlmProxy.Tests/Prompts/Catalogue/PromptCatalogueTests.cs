using LlmProxy.Configuration;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Tests.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmProxy.Tests.Prompts.Catalogue;

public sealed class PromptCatalogueTests
{
    private readonly KeptStateStore _store = new();

    [Fact]
    public async Task Start_Folder_HasPromptsWithTheirVersionsInOrder()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v10", "Ten."), ("chat@v2", "Two."), ("rag@v1", "Rag."));

        Assert.Equal(["chat", "rag"], bench.Catalogue.Prompts.Keys.Order());
        Assert.Equal(["v2", "v10"], bench.Catalogue.Find("chat")!.Versions.Select(version => version.Id.Version));
        Assert.Equal("v2", bench.Live("chat"));
        Assert.Null(bench.Catalogue.Find("none"));
    }

    [Fact]
    public async Task Start_NoFolder_NoPromptsAndNothingWrong()
    {
        using var bench = new PromptBench(_store, Path.Combine(Path.GetTempPath(), $"none-{Guid.NewGuid():N}"));

        await bench.StartAsync();

        Assert.Empty(bench.Catalogue.Prompts);
        Assert.Empty(bench.Catalogue.Current.Errors);
    }

    [Fact]
    public async Task Reload_NewFile_IsThereAndNotLive()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));
        bench.Write("chat@v2", "Two.");
        bench.Write("chat@v0", "Zero.");

        bench.Files.Reload();

        Assert.Equal(["v0", "v1", "v2"], bench.Catalogue.Find("chat")!.Versions.Select(version => version.Id.Version));
        Assert.Equal("v1", bench.Live("chat"));
        using var next = await bench.RestartAsync();
        Assert.Equal("v1", next.Live("chat"));
    }

    [Fact]
    public async Task Reload_FileAtWhichTheParserThrows_LeavesTheOthersAndIsAnError()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));
        bench.Write("chat@v2", "---\ndescription: \"\\UFFFFFFFF\"\n---\nTwo.");

        bench.Files.Reload();

        Assert.Equal("v1", bench.Live("chat"));
        Assert.Single(bench.Catalogue.Current.Errors);
    }

    [Fact]
    public async Task Poll_NewFolderAndFile_IsFound()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));
        bench.Write("rag@v1", "Rag.");

        // A notice of the file system, which comes on a thread of its own, puts the next look off once; then there is none that would.
        for (var i = 0; i < 10 && bench.Catalogue.Find("rag") is null; i++)
            bench.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("v1", bench.Live("rag"));
    }

    [Fact]
    public async Task Reload_FileThatIsBeingWritten_IsTakenOnceItIsLeftAlone()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));
        bench.Write("chat@v1", "One, half of");
        bench.Write("chat@v2", "Two, half of");
        bench.Touch("chat@v1", bench.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(499));
        bench.Touch("chat@v2", bench.Clock.GetUtcNow());

        bench.Files.Reload();
        Assert.Equal("One.", bench.Text("chat@v1"));
        Assert.Null(bench.Text("chat@v2"));

        // Nothing more is written; looks soon after, which notices of the file system may put off once, find both as they are.
        for (var i = 0; i < 10 && bench.Text("chat@v2") is null; i++)
            bench.Clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal("One, half of", bench.Text("chat@v1"));
        Assert.Equal("Two, half of", bench.Text("chat@v2"));
        Assert.True(bench.Clock.GetUtcNow() < bench.Started + TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Reload_EmptyFile_IsRefused()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));
        bench.Write("chat@v1", "");

        bench.Files.Reload();

        Assert.Equal("One.", bench.Text("chat@v1"));
        Assert.Single(bench.Catalogue.Current.Errors);
    }

    [Fact]
    public async Task Reload_NothingChanged_TemplatesAreTheSameObjects()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."), ("chat@v2", "Two."));
        var (before, snapshot) = (bench.Template("chat@v1"), bench.Catalogue.Current);

        bench.Files.Reload();
        Assert.Same(snapshot, bench.Catalogue.Current);

        bench.Write("chat@v2", "Two, mended.");
        bench.Files.Reload();
        Assert.Same(before, bench.Template("chat@v1"));
        Assert.Equal("Two, mended.", bench.Text("chat@v2"));
    }

    [Fact]
    public async Task Reload_BadFile_IsRefusedWithFileAndLineAndTheRestIsTaken()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."), ("chat@v2", "Two."));
        bench.Write("chat@v1", "Fine so far.\n{{no end");
        bench.Write("chat@v2", "Two, mended.");

        bench.Files.Reload();

        Assert.Equal("One.", bench.Text("chat@v1"));
        Assert.Equal("Two, mended.", bench.Text("chat@v2"));
        var error = Assert.Single(bench.Catalogue.Current.Errors);
        Assert.StartsWith(bench.PathOf("chat@v1") + ":2", error.Path, StringComparison.Ordinal);
        var health = await new PromptHealthCheck(bench.Catalogue, bench.Archive).CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Equal([error.ToString()], Assert.IsType<string[]>(health.Data["errors"]));

        // Told once, and when it is over.
        bench.Catalogue.Rebuild();
        Assert.Single(bench.Log.Entries, entry => entry.Id.Name == "PromptRefused");
        bench.Write("chat@v1", "One, mended.");
        bench.Files.Reload();
        Assert.Equal("One, mended.", bench.Text("chat@v1"));
        Assert.Empty(bench.Catalogue.Current.Errors);
        Assert.Single(bench.Log.Entries, entry => entry.Id.Name == "PromptsMended");
    }

    [Fact]
    public async Task Reload_ServedTextChanged_IsAnErrorAndTheServedTextStays()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));
        bench.Serve("chat@v1");
        bench.Write("chat@v1", "One, otherwise.");

        bench.Files.Reload();

        Assert.Equal("One.", bench.Text("chat@v1"));
        var error = Assert.Single(bench.Catalogue.Current.Errors);
        Assert.Equal(bench.PathOf("chat@v1"), error.Path);
        Assert.Contains("served", error.Problem, StringComparison.Ordinal);
        Assert.Contains("NEW version", error.Remedy, StringComparison.Ordinal);

        // The next process knows it too, and the former text is right again.
        using var next = await bench.RestartAsync();
        Assert.Equal("One.", next.Text("chat@v1"));
        Assert.Single(next.Catalogue.Current.Errors);
        next.Write("chat@v1", "One.");
        next.Files.Reload();
        Assert.Empty(next.Catalogue.Current.Errors);
    }

    [Fact]
    public async Task NoteServed_TextChangedMeanwhile_TheOneThatWasServedHolds()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));
        var underWay = bench.Template("chat@v1")!;
        bench.Write("chat@v1", "One, otherwise.");
        bench.Files.Reload();
        Assert.Equal("One, otherwise.", bench.Text("chat@v1"));

        bench.Catalogue.NoteServed(underWay);
        bench.Catalogue.Rebuild();

        Assert.Equal("One.", bench.Text("chat@v1"));
        Assert.Single(bench.Catalogue.Current.Errors);
    }

    [Fact]
    public async Task Reload_LineEndsOfAServedFileChanged_IsTheSameText()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One.\nMore.\n"));
        bench.Serve("chat@v1");
        bench.Write("chat@v1", "One.\r\nMore.\r\n");

        bench.Files.Reload();

        Assert.Empty(bench.Catalogue.Current.Errors);
    }

    [Fact]
    public async Task Reload_FileOfAServedLiveVersionRemoved_GoesOnAndIsMarked()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."), ("chat@v2", "Two."));
        bench.Serve("chat@v1");
        bench.Remove("chat@v1");

        bench.Files.Reload();

        Assert.Equal("v1", bench.Live("chat"));
        Assert.Equal(PromptOrigin.FileRemoved, bench.Catalogue.Current.Versions[PromptBench.Id("chat@v1")].Origin);
        using var next = await bench.RestartAsync();
        Assert.Equal("One.", next.Text("chat@v1"));

        // What no request gets any more is gone once nothing needs it: neither live nor the one before.
        next.Write("chat@v3", "Three.");
        next.Files.Reload();
        await next.Decisions.SetLiveAsync(PromptBench.Id("chat@v2"), null, null);
        Assert.Equal("One.", next.Text("chat@v1"));
        await next.Decisions.SetLiveAsync(PromptBench.Id("chat@v3"), null, null);
        Assert.Null(next.Text("chat@v1"));
        Assert.Equal("v3", next.Live("chat"));
    }

    [Fact]
    public async Task Reload_FileOfAVersionThatWasNeverServedRemoved_IsGone()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."), ("rag@v1", "Rag."));
        bench.Remove("rag@v1");

        bench.Files.Reload();

        Assert.Null(bench.Catalogue.Find("rag"));
    }

    [Fact]
    public async Task Configure_LiveVersion_HoldsUntilTheAdminApiSaysAnother()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."), ("chat@v2", "Two."), ("chat@v3", "Three."));

        bench.Configure(options => options.Live["chat"] = "v2");
        Assert.Equal("v2", bench.Live("chat"));

        await bench.Decisions.SetLiveAsync(PromptBench.Id("chat@v3"), null, null);
        bench.Configure(options => options.Live["chat"] = "v1");
        Assert.Equal("v3", bench.Live("chat"));
    }

    [Fact]
    public async Task Configure_LiveVersionThatIsNotThere_IsAnErrorAndAnotherTakesItsPlace()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));

        bench.Configure(options => options.Live["chat"] = "v9");

        Assert.Equal("v1", bench.Live("chat"));
        Assert.Equal("LlmProxy:Prompts:Live:chat", Assert.Single(bench.Catalogue.Current.Errors).Path);
    }

    [Fact]
    public async Task Reload_NamesThatCannotBe_AreErrors()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."), ("Chat@v1", "Upper case."), ("chat@v 2", "A blank."), (".git@v1", "Not seen."));
        bench.Write("chat@README", "For people.");
        File.WriteAllText(Path.Combine(bench.Folder, "stray.md"), "Nobody's.");
        File.WriteAllText(Path.Combine(bench.Folder, "README.md"), "For people.");

        bench.Files.Reload();

        Assert.Equal(["chat"], bench.Catalogue.Prompts.Keys);
        Assert.Single(bench.Catalogue.Find("chat")!.Versions);
        Assert.Equal(3, bench.Catalogue.Current.Errors.Count);
    }

    [Fact]
    public async Task Start_StoreCannotBeRead_FilesAreServedAndWhatIsLearnedIsKept()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));
        bench.Serve("chat@v1");
        await bench.Decisions.SetLiveAsync(PromptBench.Id("chat@v1"), null, null);
        bench.Write("chat@v1", "One, otherwise.");
        bench.Write("rag@v1", "Rag.");
        using var next = new PromptBench(_store, bench.Folder);
        next.Configure(_ => { });
        await next.Files.StartAsync(default);
        Assert.Equal("One, otherwise.", next.Text("chat@v1"));
        next.Serve("chat@v1");
        next.Serve("rag@v1");

        // Now it can be read: what was served first, before this process, holds.
        await next.Archive.LoadAsync(default);
        next.Catalogue.Rebuild();

        Assert.Equal("One.", next.Text("chat@v1"));
        Assert.Equal("v1", next.Archive.Decision("chat").Live);
        using var last = await next.RestartAsync();
        Assert.NotNull(last.Catalogue.Current.Versions[PromptBench.Id("rag@v1")].ServedSince);
    }

    [Fact]
    public async Task NoteServed_Again_AllocatesNothing()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "One."));
        bench.Serve("chat@v1");
        var template = bench.Template("chat@v1")!;
        bench.Catalogue.NoteServed(template);
        var before = GC.GetAllocatedBytesForCurrentThread();

        bench.Catalogue.NoteServed(template);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Reload_WhileRequestsServe_NobodySeesTwoTextsOfAVersionThatWasServed()
    {
        using var bench = await PromptBench.StartAsync(_store, ("chat@v1", "0"));
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var asset = bench.Catalogue.Find("chat");
                Assert.NotNull(asset);
                Assert.Contains(asset.Live, asset.Versions);
            }
        })).ToArray();

        for (var i = 1; i < 50; i++)
        {
            bench.Write("chat@v1", $"{i}");
            bench.Files.Reload();
            Assert.Equal($"{i}", bench.Text("chat@v1"));
        }

        bench.Serve("chat@v1");
        bench.Write("chat@v1", "another");
        bench.Files.Reload();
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal("49", bench.Text("chat@v1"));
    }
}
