namespace LlmProxy.Core.Protocols;

/// <summary>How a provider serves a request, where that has a price of its own.</summary>
public enum ServiceTier
{
    /// <summary>Nobody said.</summary>
    Unstated,

    /// <summary>As most are (<c>default</c>, <c>standard</c>, <c>auto</c>, <c>on_demand</c>).</summary>
    Standard,

    /// <summary>Later, for less (<c>flex</c>).</summary>
    Flex,

    /// <summary>Sooner, for more (<c>priority</c>).</summary>
    Priority,

    /// <summary>Within a day, for less (<c>batch</c>).</summary>
    Batch,

    /// <summary>In a way that is not known here; its price is not known either.</summary>
    Other,
}
