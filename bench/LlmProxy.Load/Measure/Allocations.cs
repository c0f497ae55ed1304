namespace LlmProxy.Load.Measure;

/// <summary>Which sides of a pair are asked what they allocate; only a gateway can tell.</summary>
internal enum Allocations
{
    /// <summary>Neither.</summary>
    OfNone,

    /// <summary>The second one, beside bare YARP.</summary>
    OfGateway,

    /// <summary>Both are gateways.</summary>
    OfBoth,
}
