using LlmProxy.Core.Protocols;
using LlmProxy.Metering.Deferred;
using LlmProxy.Storage;
using LlmProxy.Tests.Health;
using LlmProxy.Tests.Support;

namespace LlmProxy.Tests.Metering.Deferred;

public sealed class DeferredJobsTests
{
    private readonly ManualClock _clock = new();
    private readonly KeptStateStore _store = new();

    [Fact]
    public void Take_Twice_GivesItOnce()
    {
        var jobs = new DeferredJobs(_store);
        jobs.Add("batch_1", Job("01A"));

        Assert.Null(jobs.Take("batch_1", "other"));
        Assert.Equal("01A", jobs.Take("batch_1", "up")!.RequestId);
        Assert.Null(jobs.Take("batch_1", "up"));
    }

    [Fact]
    public async Task LoadAsync_AfterARestart_KnowsAllOfAJob()
    {
        var job = Job("01A") with
        {
            IsBatch = true, ServiceTier = ServiceTier.Flex, Provider = "openai", ModelAsked = "fast", Model = "gpt-4o", ModelPattern = "gpt-*",
            Tenant = "acme", User = "ann", KeyId = "key_1", CallerRequestId = "job-7", Tags = ["prod"], Held = 1.25m,
        };
        new DeferredJobs(_store).Add("batch_1", job);

        var after = await RestartAsync();

        var known = after.Take("batch_1", "up")!;
        Assert.Equal(job with { Tags = [] }, known with { Tags = [] });
        Assert.Equal(["prod"], known.Tags);
    }

    [Fact]
    public async Task LoadAsync_ChargedAndForgotten_IsKnownNoMore()
    {
        var jobs = new DeferredJobs(_store);
        jobs.Add("batch_1", Job("01A"));
        jobs.Add("batch_2", Job("01B"));
        jobs.Take("batch_1", "up");
        jobs.Forget("batch_1");

        var after = await RestartAsync();

        Assert.Null(after.Take("batch_1", "up"));
        Assert.NotNull(after.Take("batch_2", "up"));
    }

    [Fact]
    public async Task LoadAsync_TakenSinceTheStart_IsNotTakenUpAgain()
    {
        var jobs = new DeferredJobs(_store);
        jobs.Add("batch_1", Job("01A") with { Time = _clock.GetUtcNow() });
        jobs.Take("batch_1", "up");

        // The store was away at the start, and has the document still.
        await jobs.LoadAsync(CancellationToken.None);

        Assert.Null(jobs.Take("batch_1", "up"));
    }

    [Fact]
    public async Task LoadAsync_ClockSteppedBack_KnowsWhatCameBefore()
    {
        new DeferredJobs(_store).Add("batch_1", Job("01A") with { Time = _clock.GetUtcNow().AddHours(1) });

        Assert.NotNull((await RestartAsync()).Take("batch_1", "up"));
    }

    [Fact]
    public async Task NoteHeld_KnownJob_IsKept()
    {
        var jobs = new DeferredJobs(_store);
        jobs.Add("resp_1", Job("01A"));
        jobs.NoteHeld("resp_1", 0.5m);
        jobs.NoteHeld("resp_2", 0.5m);

        Assert.Equal(0.5m, (await RestartAsync()).Take("resp_1", "up")!.Held);
        Assert.Equal(0.5m, jobs.Take("resp_1", "up")!.Held);
        jobs.NoteHeld("resp_1", 0.7m);
        Assert.Null(jobs.Take("resp_1", "up"));
    }

    [Fact]
    public void Withdraw_AnotherRequestsJob_IsLeft()
    {
        var jobs = new DeferredJobs(_store);
        jobs.Add("resp_1", Job("01A"));

        jobs.Withdraw("resp_1", "01B");

        Assert.NotNull(jobs.Take("resp_1", "up"));
    }

    [Fact]
    public async Task Add_MoreThanTheBound_ForgetsTheOldestOnDiskToo()
    {
        var jobs = new DeferredJobs(_store, capacity: 2);
        foreach (var id in new[] { "batch_3", "batch_1", "batch_2" })
        {
            jobs.Add(id, Job("01A") with { Time = _clock.GetUtcNow() });
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, jobs.Count);
        Assert.Null(jobs.Take("batch_3", "up"));
        Assert.Equal(["batch_1", "batch_2"], _store.KeysOf(StateCollections.DeferredJobs).Order());
        // Of those that were kept the oldest goes first, too.
        var after = new DeferredJobs(_store, capacity: 2);
        await after.LoadAsync(CancellationToken.None);
        after.Add("batch_4", Job("01D"));
        Assert.Null(after.Take("batch_1", "up"));
        Assert.NotNull(after.Take("batch_2", "up"));
    }

    [Fact]
    public async Task LoadAsync_DamagedDocument_IsPassedOver()
    {
        _store.Put(StateCollections.DeferredJobs, "batch_1", "{"u8.ToArray());
        _store.Put(StateCollections.DeferredJobs, "batch_2", "[]"u8.ToArray());
        _store.Put(StateCollections.DeferredJobs, "batch_3", "{}"u8.ToArray());

        Assert.Equal(0, (await RestartAsync()).Count);
    }

    private static DeferredJob Job(string request) => new() { RequestId = request, Time = new(2025, 12, 31, 0, 0, 0, TimeSpan.Zero), Cluster = "up", Route = "llm", Endpoint = "/v1/batches" };

    private async Task<DeferredJobs> RestartAsync()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        var jobs = new DeferredJobs(_store);
        await jobs.LoadAsync(CancellationToken.None);
        return jobs;
    }
}
