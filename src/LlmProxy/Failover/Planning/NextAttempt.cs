using Yarp.ReverseProxy.Model;

namespace LlmProxy.Failover.Planning;

/// <summary>What is tried after a failure.</summary>
/// <param name="Target">Where.</param>
/// <param name="Delay">After what wait.</param>
/// <param name="Destination">The one destination that is meant; <c>null</c>: any that was not tried at this target.</param>
internal sealed record NextAttempt(FailoverTarget Target, TimeSpan Delay, DestinationState? Destination = null);
