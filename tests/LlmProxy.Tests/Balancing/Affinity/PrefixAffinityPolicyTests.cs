using LlmProxy.Balancing.Affinity;
using LlmProxy.Balancing.Settings;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Tests.Balancing.Affinity;

public sealed class PrefixAffinityPolicyTests
{
    private static readonly string System = new('s', 4_000);
    private readonly TestClock _clock = new();
    private readonly DestinationState[] _four = BalancingFixture.Destinations(4);
    private readonly ClusterState _cluster;
    private readonly PrefixAffinityPolicy _policy;
    private PrefixAffinityOptions _options = new();

    public PrefixAffinityPolicyTests()
    {
        _cluster = BalancingFixture.Cluster(_four);
        _policy = New();
    }

    [Fact]
    public void Pick_ConversationGoesOn_StaysWhereItIs()
    {
        for (var conversation = 0; conversation < 30; conversation++)
        {
            string[] messages = [System, $"question {conversation}"];
            var first = Pick(messages);
            for (var turn = 0; turn < 5; turn++)
            {
                messages = [.. messages, $"answer {turn}", $"question {turn}"];
                Assert.Same(first, Pick(messages));
            }
        }
    }

    [Fact]
    public void Pick_SharedSystemPrompt_SpreadsOverAllInTime()
    {
        // Each conversation brings 3,000 bytes of its own, far more than what they share; at no moment is any request under way.
        var picks = Enumerable.Range(0, 200).Select(i => Pick("be brief", $"{i}{new string('q', 3_000)}")).CountBy(pick => pick).ToDictionary();

        Assert.Equal(4, picks.Count);
        Assert.All(picks.Values, count => Assert.InRange(count, 30, 80));
    }

    [Fact]
    public void Pick_HotPrompt_NoneGoesAboveTheBound()
    {
        for (var i = 1; i <= 400; i++)
        {
            var pick = Pick(System, $"question {i}");
            pick.ConcurrentRequestCount++;
            // Mirrokni et al.: at most ⌈1.25 · m / n⌉; up to four while the prompt passes for a conversation's own.
            Assert.True(pick.ConcurrentRequestCount <= Math.Max(Math.Ceiling(1.25 * i / 4), 4));
        }
    }

    [Fact]
    public void Pick_OwnPlaceIsFull_GoesElsewhereAndStaysThere()
    {
        string[] messages = [System, "question"];
        var first = Pick(messages);
        first.ConcurrentRequestCount = 10;
        messages = [.. messages, "answer", "question 2"];
        var second = Pick(messages);
        first.ConcurrentRequestCount = 0;

        Assert.NotSame(first, second);
        Assert.Same(second, Pick([.. messages, "answer 2", "question 3"]));
    }

    [Fact]
    public void Pick_FewRequests_DoNotDriveAConversationAway()
    {
        var first = Pick(System, "question");
        first.ConcurrentRequestCount = 3;

        Assert.Same(first, Pick(System, "question", "answer", "next"));
        first.ConcurrentRequestCount = 4;
        Assert.NotSame(first, Pick(System, "question", "answer", "other"));
    }

    [Fact]
    public void Pick_DestinationsAreFewer_ChoosesAmongThoseOnlyAndOthersStay()
    {
        var before = Enumerable.Range(0, 40).ToDictionary(i => i, i => Pick($"system {i} {new string('x', 3_000)}", "q"));
        var gone = before[0];
        DestinationState[] rest = [.. _four.Where(d => d != gone)];

        foreach (var (i, pick) in before)
        {
            var after = _policy.Pick(_cluster, rest, "m", BalancingFixture.Chat($"system {i} {new string('x', 3_000)}", "q", "a", "q2"), _options);
            Assert.NotSame(gone, after);
            Assert.True(pick == gone || pick == after);
        }
    }

    [Fact]
    public void Pick_ClusterIsReconfigured_KnownOnesStay()
    {
        var before = Enumerable.Range(0, 20).Select(i => Pick($"system {i} {new string('x', 3_000)}", "q")).ToList();
        DestinationState[] more = [new("new"), .. _four];
        _cluster.DestinationsState = new(more, more);

        for (var i = 0; i < before.Count; i++)
            Assert.Same(before[i], _policy.Pick(_cluster, more, "m", BalancingFixture.Chat($"system {i} {new string('x', 3_000)}", "q", "a", "q2"), _options));
        // And the new one gets its part of what is new.
        Assert.Contains("new", Enumerable.Range(0, 60).Select(i =>
            _policy.Pick(_cluster, more, "m", BalancingFixture.Chat($"fresh {i} {new string('x', 3_000)}"), _options)!.DestinationId));
    }

    [Fact]
    public void Pick_NobodyRemembers_TwoWithTheSameKeyAgree()
    {
        for (var i = 0; i < 50; i++)
        {
            var body = BalancingFixture.Chat($"system {i}");
            Assert.Same(
                New().Pick(BalancingFixture.Cluster(_four), _four, "m", body, _options),
                New().Pick(BalancingFixture.Cluster(_four), _four, "m", body, _options));
        }
    }

    [Fact]
    public void Pick_Forgotten_IsNotFollowed()
    {
        _options = new() { MaxAge = TimeSpan.FromSeconds(10) };
        string[] messages = [System, "question"];
        var first = Pick(messages);
        first.ConcurrentRequestCount = 100;
        var second = Pick([.. messages, "answer", "more"]);
        first.ConcurrentRequestCount = 0;
        _clock.Advance(11);

        // On the ring again; both have had more than their share of new text, so it is a third one.
        Assert.NotSame(first, second);
        var third = Pick([.. messages, "answer", "more"]);
        Assert.NotSame(first, third);
        Assert.NotSame(second, third);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"model":"m"}""")]
    [InlineData("""{"model":"m","prompt":"short"}""")]
    public void Pick_NoPrompt_TakesTheLeastBusy(string body)
    {
        foreach (var destination in _four)
            destination.ConcurrentRequestCount = 2;
        _four[2].ConcurrentRequestCount = 1;

        Assert.Same(_four[2], _policy.Pick(_cluster, _four, "m", global::System.Text.Encoding.UTF8.GetBytes(body), _options));
    }

    [Fact]
    public void Pick_NothingAvailable_IsNothing() => Assert.Null(_policy.Pick(_cluster, [], "m", BalancingFixture.Chat("x"), _options));

    [Fact]
    public void Pick_DestinationThatTheClusterDoesNotHave_IsStillChosen()
    {
        DestinationState[] stranger = [new("stranger")];
        Assert.Same(stranger[0], _policy.Pick(_cluster, stranger, "m", BalancingFixture.Chat("x"), _options));
    }

    [Fact]
    public void Pick_MoreReplicasThanBits_StaysWithinTheGiven()
    {
        var many = BalancingFixture.Destinations(300);
        var cluster = BalancingFixture.Cluster(many);
        var first = _policy.Pick(cluster, many, "m", BalancingFixture.Chat(System, "q"), _options)!;

        Assert.True(many.Contains(first));
        DestinationState[] given = [.. many.Skip(100)];
        Assert.True(given.Contains(_policy.Pick(cluster, given, "m", BalancingFixture.Chat(System, "q", "a", "b"), _options)));
    }

    [Fact]
    public void Pick_ManyThreads_StaysWithinTheGiven()
    {
        Parallel.For(0, 8, thread =>
        {
            var random = new Random(thread);
            for (var i = 0; i < 500; i++)
            {
                DestinationState[] given = [.. _four.Where(_ => random.Next(4) > 0)];
                var pick = _policy.Pick(_cluster, given, "m", BalancingFixture.Chat(System, $"q{random.Next(50)}"), _options);
                Assert.True(given.Length == 0 ? pick is null : given.Contains(pick));
            }
        });
    }

    [Fact]
    public void Pick_Settled_AllocatesNothing()
    {
        var body = BalancingFixture.Chat(System, "question", "answer", "question");

        Assert.Equal(0, BalancingFixture.Allocated(() => _policy.Pick(_cluster, _four, "m", body, _options)));
    }

    private PrefixAffinityPolicy New() => new(_clock, new PrefixKey(11, 22), () => 0);

    private DestinationState Pick(params string[] messages) => _policy.Pick(_cluster, _four, "m", BalancingFixture.Chat(messages), _options)!;
}
