namespace LlmProxy.Metering.Charges;

/// <summary>What is billed at an endpoint.</summary>
internal enum EndpointBilling
{
    /// <summary>Nothing: it is known to be free.</summary>
    Free,

    /// <summary>Tokens of the prompt alone.</summary>
    Input,

    /// <summary>Tokens of prompt and answer.</summary>
    Text,

    /// <summary>Work that is done, and has its price, long after the answer: what it costs is not known.</summary>
    Later,

    /// <summary>What the provider reports; without a report nobody knows.</summary>
    AsReported,
}
