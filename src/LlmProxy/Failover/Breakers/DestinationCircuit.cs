using Yarp.ReverseProxy.Model;

namespace LlmProxy.Failover.Breakers;

/// <summary>A destination's circuit, with the settings of YARP's that it was made for.</summary>
internal sealed class DestinationCircuit(CircuitBreaker breaker, DestinationModel? model)
{
    private DestinationModel? _model = model;

    /// <summary>The circuit.</summary>
    public CircuitBreaker Breaker { get; } = breaker;

    /// <summary>Whether it is still about the same place: YARP keeps a destination by its name, though a reload gives it another address.</summary>
    public bool IsOf(DestinationModel? current)
    {
        var known = Volatile.Read(ref _model);
        if (ReferenceEquals(known, current))
            return true;
        if (!string.Equals(known?.Config.Address, current?.Config.Address, StringComparison.Ordinal))
            return false;
        Volatile.Write(ref _model, current);
        return true;
    }
}
