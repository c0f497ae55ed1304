using System.Text;
using LlmProxy.Events;
using LlmProxy.Prompts.Experiments.Gates;
using LlmProxy.Storage;
using LlmProxy.Tests.Support;

namespace LlmProxy.Tests.Prompts.Experiments.Gates;

public sealed class VariantWatchTests : IDisposable
{
    private readonly KeptStateStore _store = new();
    private readonly VariantBench _bench;

    public VariantWatchTests() => _bench = new(_store);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Tick_SixTimesTheErrors_StopsTheVariantAtTheFirstLook()
    {
        Start();
        _bench.Send("now", 100, errors: 5);
        _bench.Send("next", 99, errors: 30);
        _bench.Watch.Tick();
        Assert.Equal(("next", false), (_bench.Answering, _bench.Standing.IsStopped));

        _bench.Send("next", 1);
        _bench.Watch.Tick();

        Assert.Equal(("now", true), (_bench.Answering, _bench.Standing.IsStopped));
        var note = Assert.Single(_bench.Standing.Notes);
        Assert.Equal((VariantNote.Stopped, "gateway"), (note.Action, note.Author));
        Assert.StartsWith("next failed 30 of 100 requests (30 %), now 5 of 100 (5 %): at least 2 times as often", note.Reason, StringComparison.Ordinal);
        var told = Assert.IsType<ExperimentEvent>(Assert.Single(_bench.Events));
        Assert.Equal((EventTypes.VariantStopped, "experiment/e", "next", "now"), (told.Type, told.Subject, told.Data.Variant, told.Data.Control));
        Assert.Equal(note.Reason, told.Data.Reason);
        // It is told once.
        _bench.Watch.Tick();
        Assert.Single(_bench.Events);
    }

    [Theory]
    [InlineData(200, 10, 200, 10)]
    // The control fails more often.
    [InlineData(200, 60, 200, 10)]
    // Twice as often, which chance does: Fisher's one-sided test of 4 of 100 against 2 of 100 gives 0.34.
    [InlineData(100, 2, 100, 4)]
    // Too little is known of the control, and fewer than 25 % fail.
    [InlineData(19, 0, 100, 24)]
    public void Tick_NoWorseThanChanceDoes_GoesOn(int control, int controlErrors, int variant, int errors)
    {
        Start();
        _bench.Send("now", control, controlErrors);
        _bench.Send("next", variant, errors);

        _bench.Watch.Tick();

        Assert.Equal("next", _bench.Answering);
        // The first look is made, and at 200 the second, at 150, with it.
        Assert.Equal(variant == 200 ? 2 : 1, _bench.Standing.Look);
    }

    [Fact]
    public void Tick_GatesOfTheExperiment_GoBeforeThoseOfAll()
    {
        _bench.Configure(options => options.Gates = new() { MinRequests = 20 });
        Start();
        _bench.Send("now", 20);
        _bench.Send("next", 20, errors: 20);
        _bench.Watch.Tick();
        Assert.Equal("now", _bench.Answering);

        _bench.Configure(options => options.Gates = new() { Enabled = false });
        Assert.True(_bench.Watch.Resume(_bench.Experiment, _bench.Next, null, null));
        _bench.Send("now", 200);
        _bench.Send("next", 200, errors: 200);
        _bench.Watch.Tick();
        Assert.Equal("next", _bench.Answering);
    }

    [Fact]
    public void Tick_ShadowVariant_IsNotJudged()
    {
        _bench.Configure(options => options.Variants["next"].Shadow = true);
        Start();
        _bench.Send("now", 200);
        _bench.Send("next", 200, errors: 200);

        _bench.Watch.Tick();

        Assert.Equal("next", _bench.Answering);
    }

    [Fact]
    public void Tick_OtherDefinition_BeginsAnew()
    {
        Stop();

        _bench.Configure(options => options.Variants["next"].MaxTokens = 100);
        _bench.Watch.Tick();

        Assert.Equal("next", _bench.Answering);
        Assert.Equal((0, 100L), (_bench.Standing.Look, _bench.Standing.Before.Requests));
        // What was decided before is still told.
        Assert.Single(_bench.Standing.Notes);
    }

    [Fact]
    public void Tick_ExperimentGoesAndComesAgain_StaysStopped()
    {
        Stop();

        _bench.Configure(options => options.Enabled = false);
        _bench.Watch.Tick();
        _bench.Configure();
        _bench.Watch.Tick();

        Assert.Equal("now", _bench.Answering);
    }

    [Fact]
    public void Resume_StoppedVariant_IsJudgedFromZero()
    {
        Stop();

        Assert.True(_bench.Watch.Resume(_bench.Experiment, _bench.Next, "ann", "the provider was down"));
        Assert.False(_bench.Watch.Resume(_bench.Experiment, _bench.Next, "ann", null));
        _bench.Send("next", 99);
        _bench.Watch.Tick();

        Assert.Equal(("next", 0), (_bench.Answering, _bench.Standing.Look));
        Assert.Equal([VariantNote.Stopped, VariantNote.Resumed], _bench.Standing.Notes.Select(note => note.Action));
        // It fails again.
        _bench.Send("now", 100);
        _bench.Send("next", 51, errors: 51);
        _bench.Watch.Tick();
        Assert.Equal("now", _bench.Answering);
    }

    [Fact]
    public void Tick_VersionTakenBack_StopsItsVariantUntilSomebodyWantsIt()
    {
        Start();
        _bench.TakeBack("v2");
        _bench.Watch.Tick();
        Assert.Equal("now", _bench.Answering);
        Assert.Equal("version 'v2' of prompt 'chat' was taken back", _bench.Standing.Notes[^1].Reason);

        _bench.Watch.Resume(_bench.Experiment, _bench.Next, "ann", null);
        _bench.Watch.Tick();
        Assert.Equal("next", _bench.Answering);

        // It is made live again, and taken back again.
        _bench.Versions.Restore([("chat", new())]);
        _bench.Watch.Tick();
        _bench.TakeBack("v2");
        _bench.Watch.Tick();
        Assert.Equal("now", _bench.Answering);
    }

    [Fact]
    public void Tick_VersionOfTheControlTakenBack_EndsTheExperiment()
    {
        Start();
        Assert.False(_bench.Stops.IsOver(_bench.Experiment));

        _bench.TakeBack("v1");
        _bench.Watch.Tick();

        Assert.True(_bench.Stops.IsOver(_bench.Experiment));
    }

    [Fact]
    public async Task Keeper_Restart_StaysStopped()
    {
        using (var keeper = _bench.Keeper(_store))
        {
            await keeper.StartAsync(default);
            _bench.Send("now", 100);
            _bench.Send("next", 100, errors: 30);
            _bench.Watch.Tick();
            await keeper.StopAsync(default);
        }

        using var next = new VariantBench(_store, _bench.Stats);
        using var started = next.Keeper(_store);
        await started.StartAsync(default);

        Assert.Equal("now", next.Answering);
        Assert.Single(next.Standing.Notes);
        await started.StopAsync(default);
    }

    [Fact]
    public async Task Keeper_CrashLosesTallies_BeginsAnew()
    {
        using (var keeper = _bench.Keeper(_store))
        {
            _bench.Send("next", 50);
            await keeper.StartAsync(default);
            await keeper.StopAsync(default);
        }

        using var next = new VariantBench(_store);
        using var started = next.Keeper(_store);
        await started.StartAsync(default);

        Assert.Equal(0, next.Standing.Before.Requests);
        await started.StopAsync(default);
    }

    [Fact]
    public async Task Keeper_DamagedDocument_BeginsAnew()
    {
        _store.Put(StateCollections.ExperimentGates, "e=next", Encoding.UTF8.GetBytes("{"));
        using var keeper = _bench.Keeper(_store);

        await keeper.StartAsync(default);

        Assert.False(_bench.Standing.IsStopped);
        await keeper.StopAsync(default);
    }

    private void Start()
    {
        _bench.Watch.Restore([]);
        _bench.Watch.Tick();
    }

    private void Stop()
    {
        Start();
        _bench.Send("now", 100, errors: 5);
        _bench.Send("next", 100, errors: 30);
        _bench.Watch.Tick();
        Assert.Equal("now", _bench.Answering);
    }
}
