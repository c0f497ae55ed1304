using System.Runtime.CompilerServices;
using LlmProxy.Exchange;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Balancing.Tokens;

/// <summary>How many tokens are under way at the destinations that <see cref="LeastTokensPolicy"/> chooses among, and at no others.</summary>
/// <remarks>Destinations are held weakly: one that the configuration drops is forgotten.</remarks>
internal sealed class TokenLoads(RequestTokens tokens)
{
    private readonly ConditionalWeakTable<DestinationState, StrongBox<long>> _loads = [];
    private volatile bool _isUsed;

    /// <summary>Tokens under way at a destination; from here on they are counted.</summary>
    public long Of(DestinationState destination)
    {
        if (_loads.TryGetValue(destination, out var load))
            return Volatile.Read(ref load.Value);
        _isUsed = true;
        return Volatile.Read(ref _loads.GetOrCreateValue(destination).Value);
    }

    /// <summary>An attempt is about to be sent to its destination.</summary>
    public void Enter(LlmAttempt attempt)
    {
        if (!_isUsed || attempt.Load is not null || attempt.Destination is not { } destination || !_loads.TryGetValue(destination, out var load))
            return;
        attempt.Load = load;
        attempt.LoadTokens = tokens.Prompt(attempt.Exchange, attempt.UpstreamModel) + tokens.Answer(attempt.Exchange);
        Interlocked.Add(ref load.Value, attempt.LoadTokens);
    }

    /// <summary>It is over; a second call does nothing.</summary>
    public static void Leave(LlmAttempt attempt)
    {
        if (attempt.Load is not { } load)
            return;
        attempt.Load = null;
        Interlocked.Add(ref load.Value, -attempt.LoadTokens);
    }
}
