using LlmProxy.Failover.Failures;
using LlmProxy.Failover.LastResort;

namespace LlmProxy.Tests.Failover.LastResort;

public sealed class LastResortRulesTests
{
    [Fact]
    public void Covers_EveryKind_AllButWhatTheCallerOrTheOperatorMustSee() => Assert.Equal(
        [
            FailureKind.InvalidRequest, FailureKind.ContextTooLong, FailureKind.RequestTooLarge, FailureKind.NotFound,
            FailureKind.OverRateLimit, FailureKind.ContentFiltered,
            FailureKind.Redirected, FailureKind.Unsupported, FailureKind.ClientBodyFailed, FailureKind.Stopping, FailureKind.GatewayFault,
        ],
        Enum.GetValues<FailureKind>().Where(kind => !LastResortRules.Covers(kind)));
}
