using System.Net;
using LlmProxy.Configuration;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Keys;
using LlmProxy.Tests.Failover.Planning;

namespace LlmProxy.Tests.Failover.Keys;

public sealed class KeyPoolsTests
{
    private readonly ManualClock _clock = new();
    private readonly KeyPools _keys;
    private LlmClusterModel _cluster = TestKeys.Cluster("k1", "k2", "k3");

    public KeyPoolsTests() => _keys = TestKeys.Create(_clock);

    [Fact]
    public void Pick_NothingKnown_TakesThemInTurn()
    {
        string[] picked = [.. Enumerable.Range(0, 6).Select(_ => Pick())];

        Assert.Equal(picked[..3], picked[3..]);
        Assert.Equal(["k1", "k2", "k3"], picked[..3].Order());
    }

    [Fact]
    public void Pick_OneKeyOrNone_TakesThat()
    {
        Assert.Null(_keys.Pick(TestKeys.Cluster(), "m", null));
        var single = TestKeys.Cluster("k1");
        _keys.Note(single, single.Keys[0], "m", CredentialSignal.Dead, null);

        Assert.Equal("k1", _keys.Pick(single, "m", null)?.Id);
        Assert.False(_keys.HasOther(single, "m", []));
        Assert.Equal(KeyCondition.Dead, _keys.StatusOf(single, single.Keys[0]).State);
        _keys.Note(single, single.Keys[0], "m", CredentialSignal.Works, null);
        Assert.Equal(default, _keys.StatusOf(single, single.Keys[0]));
    }

    [Fact]
    public void Pick_DeadKey_IsLeftOutForEveryModelUntilOneRequestMayTryIt()
    {
        Note("k1", CredentialSignal.Dead);

        Assert.DoesNotContain("k1", PickMany());
        Assert.DoesNotContain("k1", PickMany("other"));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.DoesNotContain("k1", PickMany());
        _clock.Advance(TimeSpan.FromSeconds(1));
        // It is due, and one request takes that, at once; the next ones do not.
        Assert.Equal("k1", Pick());
        Assert.DoesNotContain("k1", PickMany());
        Note("k1", CredentialSignal.Works);
        Assert.Contains("k1", PickMany());
    }

    [Fact]
    public void Pick_RequestThatCannotBeRepeated_TriesNoDeadKey()
    {
        Note("k1", CredentialSignal.Dead);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.DoesNotContain("k1", Enumerable.Range(0, 9).Select(_ => _keys.Pick(_cluster, "m", null, mayProbe: false)!.Id));
    }

    [Fact]
    public void Note_DeadAgain_DoublesTheWaitUpToHalfAnHour()
    {
        double[] waits = [1, 2, 4, 8, 16, 30, 30];
        Note("k1", CredentialSignal.Dead);
        foreach (var wait in waits)
        {
            Assert.Equal(new KeyStatus(KeyCondition.Dead, TimeSpan.FromMinutes(wait)), Status("k1"));
            // Those that were under way when it was refused are refused too: that is no further try.
            Note("k1", CredentialSignal.Dead);
            _clock.Advance(TimeSpan.FromMinutes(wait));
            Assert.Equal("k1", Pick());
            Note("k1", CredentialSignal.Dead);
        }
    }

    [Fact]
    public void Note_NotForModelAgain_DoublesTheWaitUpToHalfAnHour()
    {
        double[] waits = [1, 2, 4, 8, 16, 30, 30];
        Note("k1", CredentialSignal.NotForModel);
        foreach (var wait in waits)
        {
            // Those that were under way when it was refused are refused too: that is no further try.
            Note("k1", CredentialSignal.NotForModel);
            Note("k1", CredentialSignal.NotForModel);
            Assert.Equal(new KeyStatus(KeyCondition.NotForModel, TimeSpan.FromMinutes(wait), 1), Status("k1"));
            _clock.Advance(TimeSpan.FromMinutes(wait));
            Assert.Equal("k1", Pick());
            Note("k1", CredentialSignal.NotForModel);
        }
    }

    [Fact]
    public void Pick_AllDead_TakesTheOneThatIsTriedFirst()
    {
        Note("k2", CredentialSignal.Dead);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Note("k1", CredentialSignal.Dead);
        Note("k3", CredentialSignal.Dead);

        Assert.All(PickMany(), key => Assert.Equal("k2", key));
        Assert.False(_keys.HasOther(_cluster, "m", []));
    }

    [Fact]
    public void Pick_BusyKey_IsLeftOutForThatModelForAsLongAsTheProviderSays()
    {
        Note("k1", CredentialSignal.Busy, TimeSpan.FromSeconds(7));

        Assert.DoesNotContain("k1", PickMany());
        Assert.Contains("k1", PickMany("other"));
        Assert.Equal(new KeyStatus(KeyCondition.Busy, TimeSpan.FromSeconds(7), 1), Status("k1"));
        // What was sent before the limit was met may still be answered; that does not end it.
        Note("k1", CredentialSignal.Works);
        Assert.DoesNotContain("k1", PickMany());
        _clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Contains("k1", PickMany());
        Assert.Equal(default, Status("k1"));
    }

    [Fact]
    public void Note_BusyForDays_IsAskedAgainAfterAnHour()
    {
        Note("k1", CredentialSignal.Busy, TimeSpan.FromDays(30));

        Assert.Equal(TimeSpan.FromHours(1), Status("k1").RetryIn);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Contains("k1", PickMany());
    }

    [Fact]
    public void Note_BusyWithoutAWait_DoublesItUpToAMinute()
    {
        double[] waits = [1, 2, 4, 8, 16, 32, 60, 60];
        foreach (var wait in waits)
        {
            Note("k1", CredentialSignal.Busy);
            Note("k1", CredentialSignal.Busy);
            Assert.Equal(TimeSpan.FromSeconds(wait), Status("k1").RetryIn);
            _clock.Advance(TimeSpan.FromSeconds(wait));
        }

        Note("k1", CredentialSignal.Works);
        Note("k1", CredentialSignal.Busy);
        Assert.Equal(TimeSpan.FromSeconds(1), Status("k1").RetryIn);
    }

    [Fact]
    public void Pick_AllBusy_TakesTheOneThatIsFreeFirst()
    {
        Note("k1", CredentialSignal.Busy, TimeSpan.FromSeconds(9));
        Note("k2", CredentialSignal.Busy, TimeSpan.FromSeconds(5));
        Note("k3", CredentialSignal.Dead);

        Assert.All(PickMany(), key => Assert.Equal("k2", key));
        Assert.False(_keys.HasOther(_cluster, "m", []));
    }

    [Fact]
    public void Pick_NotForModel_IsLeftOutForThatModelOnly()
    {
        Note("k1", CredentialSignal.NotForModel);

        Assert.DoesNotContain("k1", PickMany());
        Assert.Contains("k1", PickMany("other"));
        Assert.Equal(new KeyStatus(KeyCondition.NotForModel, TimeSpan.FromMinutes(1), 1), Status("k1"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("k1", Pick());
        Assert.DoesNotContain("k1", PickMany());
    }

    [Fact]
    public void Pick_Tried_TakesAnotherAndAgreesWithHasOther()
    {
        ApiKeyModel[] tried = [Key("k1"), Key("k3")];
        Assert.True(_keys.HasOther(_cluster, "m", tried));
        Assert.Equal("k2", _keys.Pick(_cluster, "m", tried)?.Id);

        Note("k2", CredentialSignal.Busy, TimeSpan.FromSeconds(9));

        Assert.False(_keys.HasOther(_cluster, "m", tried));
        Assert.NotEqual("k2", _keys.Pick(_cluster, "m", tried)?.Id);
    }

    [Fact]
    public void NoteLimits_OneHasMostLeft_IsTakenUntilItsNumbersAreOld()
    {
        Limits("k1", remaining: "10", limit: "100");
        Limits("k2", remaining: "90", limit: "100");
        Limits("k3", remaining: "50", limit: "100");

        Assert.All(PickMany(), key => Assert.Equal("k2", key));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(["k1", "k2", "k3"], PickMany().Distinct().Order());
    }

    [Fact]
    public void NoteLimits_AboutTheSame_TakesThemInTurn()
    {
        Limits("k1", remaining: "95", limit: "100");
        Limits("k2", remaining: "90", limit: "100");
        Limits("k3", remaining: "10", limit: "100");

        Assert.Equal(["k1", "k2"], PickMany().Distinct().Order());
    }

    [Fact]
    public void NoteLimits_TokensAreScarcerThanRequests_TokensDecide()
    {
        foreach (var key in _cluster.Keys)
            Limits(key.Id, "99", "100", ("x-ratelimit-remaining-tokens", key.Id == "k3" ? "800" : "10"), ("x-ratelimit-limit-tokens", "1000"));

        Assert.All(PickMany(), key => Assert.Equal("k3", key));
    }

    [Fact]
    public void NoteLimits_UsedUp_IsTheLastUntilItsReset()
    {
        Limits("k1", "0", "100", ("x-ratelimit-reset-requests", "2m"));
        Limits("k2", "50", "100");
        Limits("k3", "50", "100");

        Assert.DoesNotContain("k1", PickMany());
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.DoesNotContain("k1", PickMany());
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Contains("k1", PickMany());
    }

    [Fact]
    public void Note_Reload_KeepsWhatIsKnownOfKeysThatStay()
    {
        Note("k2", CredentialSignal.Dead);

        _cluster = TestKeys.Cluster("new", "k2");

        Assert.All(PickMany(), key => Assert.Equal("new", key));
        Assert.Equal(KeyCondition.Dead, Status("k2").State);
        Assert.Equal(2, Key("k2").Number);
    }

    [Fact]
    public void Note_ClusterIsGone_IsForgotten()
    {
        var configuration = new LlmConfigState();
        var keys = TestKeys.Create(_clock, configuration);
        var (gone, stays) = (TestKeys.Named("gone", "k"), TestKeys.Named("stays", "k"));
        configuration.Current = new LlmConfigModel { Clusters = [gone, stays] };
        keys.Note(gone, gone.Keys[0], "m", CredentialSignal.Dead, null);
        configuration.Current = new LlmConfigModel { Clusters = [stays] };

        keys.Note(stays, stays.Keys[0], "m", CredentialSignal.Dead, null);

        Assert.Equal(KeyCondition.Works, keys.StatusOf(gone, gone.Keys[0]).State);
        Assert.Equal(KeyCondition.Dead, keys.StatusOf(stays, stays.Keys[0]).State);
    }

    [Fact]
    public void Note_ManyModels_TheOneThatEndsFirstIsForgotten()
    {
        Note("k1", CredentialSignal.Busy, TimeSpan.FromSeconds(1), "first");
        for (var i = 0; i < KeyState.MaxModels; i++)
            Note("k1", CredentialSignal.Busy, TimeSpan.FromSeconds(100), $"m{i}");

        Assert.Equal(KeyState.MaxModels, Status("k1").Models);
        Assert.Contains("k1", PickMany("first"));
    }

    [Theory]
    [InlineData(KeyCondition.Works, 0, "works")]
    [InlineData(KeyCondition.Busy, 1, "busy")]
    [InlineData(KeyCondition.NotForModel, 2, "not_for_model")]
    [InlineData(KeyCondition.Dead, 3, "dead")]
    internal void Name_EveryCondition_IsWhatDashboardsSee(KeyCondition condition, int number, string name)
    {
        Assert.Equal(number, (int)condition);
        Assert.Equal(name, condition.Name());
        Assert.Equal(4, Enum.GetValues<KeyCondition>().Length);
    }

    private ApiKeyModel Key(string id) => _cluster.Keys.Single(key => key.Id == id);

    private string Pick() => _keys.Pick(_cluster, "m", null)!.Id;

    private string[] PickMany(string model = "m") => [.. Enumerable.Range(0, 9).Select(_ => _keys.Pick(_cluster, model, null)!.Id)];

    private KeyStatus Status(string id) => _keys.StatusOf(_cluster, Key(id));

    private void Note(string id, CredentialSignal signal, TimeSpan? retryAfter = null, string model = "m") =>
        _keys.Note(_cluster, Key(id), model, signal, retryAfter);

    private void Limits(string id, string remaining, string limit, params (string Name, string Value)[] more)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK);
        response.Headers.TryAddWithoutValidation("x-ratelimit-remaining-requests", remaining);
        response.Headers.TryAddWithoutValidation("x-ratelimit-limit-requests", limit);
        foreach (var (name, value) in more)
            response.Headers.TryAddWithoutValidation(name, value);
        _keys.NoteLimits(_cluster, Key(id), "m", response.Headers);
    }
}
