using LlmProxy.Failover.Failures;
using static LlmProxy.Failover.Failures.BreakerSignal;
using static LlmProxy.Failover.Failures.FailureActions;
using static LlmProxy.Failover.Failures.FailureClass;
using static LlmProxy.Failover.Failures.FailureKind;

namespace LlmProxy.Tests.Failover.Failures;

public class FailureTableTests
{
    private const FailureActions Anywhere = SameDestination | OtherDestination | OtherTarget;
    private const FailureActions Elsewhere = OtherDestination | OtherTarget;

    /// <summary>Every failure by hand: what may be tried, by which fallbacks, what circuit and key are told, and whether it may have run.</summary>
    public static TheoryData<FailureKind, FailureActions, FailureClass, BreakerSignal, CredentialSignal, bool> All => new()
    {
        { DnsFailed, Anywhere, General, Failure, CredentialSignal.None, false },
        { ConnectFailed, Anywhere, General, Failure, CredentialSignal.None, false },
        { ConnectTimeout, Elsewhere, General, Failure, CredentialSignal.None, false },
        { TlsFailed, Elsewhere, General, Failure, CredentialSignal.None, false },
        { ConnectionLost, Anywhere, General, Failure, CredentialSignal.None, true },
        { FirstByteTimeout, Elsewhere, General, Failure, CredentialSignal.None, true },
        { IdleTimeout, Elsewhere, General, Failure, CredentialSignal.None, true },
        { TotalTimeout, FailureActions.None, General, Failure, CredentialSignal.None, true },
        { TooSlow, Elsewhere, General, Failure, CredentialSignal.None, true },
        { InvalidRequest, FailureActions.None, General, BreakerSignal.None, CredentialSignal.None, false },
        { ContextTooLong, OtherTarget, ContextLength, BreakerSignal.None, CredentialSignal.None, false },
        { RequestTooLarge, FailureActions.None, General, BreakerSignal.None, CredentialSignal.None, false },
        { InvalidCredential, OtherKey | OtherTarget, General, BreakerSignal.None, CredentialSignal.Dead, false },
        { NotPermitted, OtherKey | OtherTarget, General, BreakerSignal.None, CredentialSignal.NotForModel, false },
        { OutOfCredit, OtherKey | OtherTarget, General, BreakerSignal.None, CredentialSignal.Dead, false },
        { ModelNotFound, OtherTarget, General, BreakerSignal.None, CredentialSignal.None, false },
        { NotFound, FailureActions.None, General, BreakerSignal.None, CredentialSignal.None, false },
        { Conflict, Anywhere, General, BreakerSignal.None, CredentialSignal.None, false },
        { RateLimited, OtherKey | Anywhere, RateLimit, BreakerSignal.None, CredentialSignal.Busy, false },
        { OverRateLimit, OtherKey | OtherTarget, RateLimit, BreakerSignal.None, CredentialSignal.None, false },
        { ContentFiltered, OtherTarget, ContentFilter, BreakerSignal.None, CredentialSignal.None, false },
        { ToolCallFailed, SameDestination | OtherTarget, General, BreakerSignal.None, CredentialSignal.None, true },
        { ModelFailed, Anywhere, General, Failure, CredentialSignal.None, true },
        { ServerError, Anywhere, General, Failure, CredentialSignal.None, true },
        { BadGateway, Anywhere, General, Failure, CredentialSignal.None, true },
        { Overloaded, Anywhere, General, Failure, CredentialSignal.None, false },
        { ProviderTimeout, Anywhere, General, Failure, CredentialSignal.None, true },
        { Redirected, OtherTarget, General, BreakerSignal.None, CredentialSignal.None, false },
        { ErrorInAnswer, Anywhere, General, Failure, CredentialSignal.None, true },
        { Truncated, Anywhere, General, Failure, CredentialSignal.None, true },
        { Malformed, Anywhere, General, Failure, CredentialSignal.None, true },
        { EmptyAnswer, Anywhere, General, Failure, CredentialSignal.None, true },
        { WrongContentType, Anywhere, General, Failure, CredentialSignal.None, true },
        { NoDestination, Elsewhere, General, BreakerSignal.None, CredentialSignal.None, false },
        { Unsupported, OtherTarget, General, BreakerSignal.None, CredentialSignal.None, false },
        { ClientBodyFailed, FailureActions.None, General, BreakerSignal.None, CredentialSignal.None, false },
        { Stopping, FailureActions.None, General, BreakerSignal.None, CredentialSignal.None, true },
        { GatewayFault, FailureActions.None, General, BreakerSignal.None, CredentialSignal.None, true },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Of_EachFailure_IsTheRule(
        FailureKind kind, FailureActions actions, FailureClass fallbacks, BreakerSignal breaker, CredentialSignal credential, bool mayHaveRun) =>
        Assert.Equal(new FailureRule(actions, fallbacks, breaker, credential, mayHaveRun), FailureTable.Of(kind));

    [Fact]
    public void All_EveryFailure_IsThereOnce() =>
        Assert.Equal(Enum.GetValues<FailureKind>().Order(), All.Select(row => (FailureKind)row[0]).Order());
}
