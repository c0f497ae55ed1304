using LlmProxy.Configuration;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Planning;
using LlmProxy.Failover.Settings;
using static LlmProxy.Tests.Failover.Planning.PlannedExchange;

namespace LlmProxy.Tests.Failover.Planning;

public sealed class FailoverPlannerTests
{
    private static readonly LlmClusterModel A = Cluster("a", "gpt-4o");
    private static readonly LlmClusterModel B = Cluster("b", "claude-*");
    private static readonly FallbackList ToB = List("gpt-4o", new FailoverTarget(B, "claude-sonnet-4"), new FailoverTarget(B, "claude-haiku"));

    [Fact]
    public void Decide_ServerErrors_RetriesThenGoesDownTheChain()
    {
        var planned = new PlannedExchange([A, B], general: ToB);

        // Waits of half of 1 s, 2 s; each target has three attempts, the request eight.
        Assert.Equal("a/gpt-4o at a0 after 500", planned.Fail(FailureKind.ServerError));
        Assert.Equal("a/gpt-4o at a0 after 1000", planned.Fail(FailureKind.ServerError));
        Assert.Equal("b/claude-sonnet-4", planned.Fail(FailureKind.ServerError));
        Assert.Equal("b/claude-sonnet-4 at b0 after 500", planned.Fail(FailureKind.ServerError));
        Assert.Equal("b/claude-sonnet-4 at b0 after 1000", planned.Fail(FailureKind.ServerError));
        Assert.Equal("b/claude-haiku", planned.Fail(FailureKind.ServerError));
        Assert.Equal("b/claude-haiku at b0 after 500", planned.Fail(FailureKind.ServerError));
        Assert.Equal("none", planned.Fail(FailureKind.ServerError));
    }

    [Fact]
    public void Decide_SeveralDestinations_RetriesThenMovesToTheNext()
    {
        var planned = new PlannedExchange([A, B], general: ToB, destinations: 2);

        Assert.Equal("a/gpt-4o at a0 after 500", planned.Fail(FailureKind.ServerError));
        Assert.Equal("a/gpt-4o", planned.Fail(FailureKind.ServerError));
        Assert.Equal("b/claude-sonnet-4", planned.Fail(FailureKind.ServerError));
    }

    [Fact]
    public void Decide_NoConnection_TriesAnotherDestinationAtOnce()
    {
        var planned = new PlannedExchange([A], destinations: 2);

        Assert.Equal("a/gpt-4o", planned.Fail(FailureKind.ConnectFailed));
        Assert.Equal("a/gpt-4o at a1 after 500", planned.Fail(FailureKind.ConnectFailed));
        Assert.Equal("none", planned.Fail(FailureKind.ConnectFailed));
    }

    [Theory]
    [InlineData(FailureKind.InvalidRequest)]
    [InlineData(FailureKind.NotFound)]
    [InlineData(FailureKind.RequestTooLarge)]
    [InlineData(FailureKind.TotalTimeout)]
    [InlineData(FailureKind.Stopping)]
    [InlineData(FailureKind.ContextTooLong)]
    [InlineData(FailureKind.ContentFiltered)]
    public void Decide_FinalFailure_IsFinalWhateverTheChain(FailureKind kind) =>
        Assert.Equal("none", new PlannedExchange([A, B], general: ToB).Fail(kind));

    [Fact]
    public void Decide_PromptTooLong_GoesToTheLargerModelAlone()
    {
        var planned = new PlannedExchange([A, B], general: List("*", new FailoverTarget(A, "other")), contextLength: ToB);

        Assert.Equal("b/claude-sonnet-4", planned.Fail(FailureKind.ContextTooLong));
        Assert.Equal("b/claude-haiku", planned.Fail(FailureKind.ContextTooLong));
        Assert.Equal("none", planned.Fail(FailureKind.ContextTooLong));
    }

    [Fact]
    public void Decide_RateLimitWithAChain_DoesNotWait()
    {
        var planned = new PlannedExchange([A, B], general: ToB);

        Assert.Equal("b/claude-sonnet-4", planned.Fail(FailureKind.RateLimited, TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Decide_RateLimitWithListOfItsOwn_UsesThat()
    {
        var planned = new PlannedExchange([A, B], general: ToB, rateLimit: List("gpt-*", new FailoverTarget(A, "gpt-4o-mini")));

        Assert.Equal("a/gpt-4o-mini", planned.Fail(FailureKind.RateLimited));
    }

    [Fact]
    public void Decide_RateLimitWithoutAChain_WaitsAsAsked()
    {
        var planned = new PlannedExchange([A]);

        Assert.Equal("a/gpt-4o at a0 after 2125", planned.Fail(FailureKind.RateLimited, TimeSpan.FromSeconds(2)));
        Assert.Equal("none", planned.Fail(FailureKind.RateLimited, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Decide_SlowFailure_IsNotRetriedAtTheSameCluster()
    {
        var planned = new PlannedExchange([A, B], general: ToB, destinations: 3);

        Assert.Equal("b/claude-sonnet-4", planned.Fail(FailureKind.ServerError, took: TimeSpan.FromSeconds(11)));
    }

    [Fact]
    public void Decide_NoTimeLeft_IsTheEnd()
    {
        var planned = new PlannedExchange([A, B], general: ToB);

        Assert.Equal("none", planned.Fail(FailureKind.ServerError, took: TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public void Decide_WaitBeyondTheDeadline_IsNotBegun()
    {
        var planned = new PlannedExchange([A], new RetryOptions { SlowAfter = TimeSpan.FromMinutes(10) });

        Assert.Equal("none", planned.Fail(FailureKind.ServerError, took: TimeSpan.FromSeconds(599.6)));
    }

    [Fact]
    public void Decide_OtherClusterListsTheModel_ComesBeforeTheFallbacks()
    {
        var planned = new PlannedExchange([A, B, Cluster("c", "gpt-*"), Cluster("all", "*")], new RetryOptions { MaxAttempts = 1 }, ToB);

        Assert.Equal("c/gpt-4o", planned.Fail(FailureKind.ServerError));
        Assert.Equal("b/claude-sonnet-4", planned.Fail(FailureKind.ServerError));
    }

    [Fact]
    public void Decide_OtherClustersNotWanted_AreLeftOut()
    {
        var planned = new PlannedExchange([A, Cluster("c", "gpt-*")], new RetryOptions { MaxAttempts = 1, OtherClusters = false });

        Assert.Equal("none", planned.Fail(FailureKind.ServerError));
    }

    [Fact]
    public void Decide_PinnedRequest_StaysAtItsCluster()
    {
        var planned = new PlannedExchange([A, B], general: ToB);
        planned.Exchange.IsPinned = true;

        Assert.Equal("a/gpt-4o at a0 after 500", planned.Fail(FailureKind.ServerError));
        Assert.Equal("none", planned.Fail(FailureKind.NotPermitted));
    }

    [Fact]
    public void Decide_StreamedBody_IsSentOnceOnly()
    {
        var planned = new PlannedExchange([A]) { Exchange = { StreamsBody = true } };

        Assert.Equal("a/gpt-4o at a0 after 500", planned.Fail(FailureKind.ConnectFailed));
        Assert.Equal("none", planned.Fail(FailureKind.Overloaded));
    }

    [Theory]
    [InlineData("/v1/batches", FailureKind.ConnectionLost, false)]
    [InlineData("/v1/batches", FailureKind.ServerError, false)]
    [InlineData("/v1/batches", FailureKind.Overloaded, true)]
    [InlineData("/v1/responses", FailureKind.ServerError, true)]
    public void Decide_WhatMakesAnObject_IsNotMadeTwice(string path, FailureKind kind, bool again) =>
        Assert.Equal(again, new PlannedExchange([A], path: path).Fail(kind) != "none");

    [Fact]
    public void Decide_CallersKey_GoesToNoOtherVendor()
    {
        var callers = new LlmClusterModel { ClusterId = "b", Provider = B.Provider, Models = B.Models, Credential = CredentialSource.Caller };
        var planned = new PlannedExchange([A, callers], general: List("gpt-4o", new FailoverTarget(callers, "claude-haiku")));

        Assert.Equal("none", planned.Fail(FailureKind.ModelNotFound));
    }

    [Fact]
    public void Decide_ClusterWithoutDestinations_IsPassedOver()
    {
        var planned = new PlannedExchange([A, B, Cluster("c", "gpt-*")], general: List("gpt-4o", new FailoverTarget(B, "claude-haiku")));
        planned.Lose("c");

        Assert.Equal("b/claude-haiku", planned.Fail(FailureKind.NoDestination));
    }

    [Fact]
    public void Told_FallbackIsMisconfigured_TheFirstFailureIsTold()
    {
        var planned = new PlannedExchange([A, B], new RetryOptions { MaxAttempts = 1 }, List("gpt-4o", new FailoverTarget(B, "claude-haiku")));

        planned.Fail(FailureKind.ServerError);
        planned.Fail(FailureKind.InvalidCredential);

        Assert.Equal(FailureKind.ServerError, planned.Exchange.Failover!.Told!.Kind);
    }

    [Fact]
    public void Told_FallbackFailsToo_TheLastFailureIsTold()
    {
        var planned = new PlannedExchange([A, B], new RetryOptions { MaxAttempts = 1 }, List("gpt-4o", new FailoverTarget(B, "claude-haiku")));

        planned.Fail(FailureKind.ServerError);
        planned.Fail(FailureKind.RateLimited);

        Assert.Equal(FailureKind.RateLimited, planned.Exchange.Failover!.Told!.Kind);
    }
}
