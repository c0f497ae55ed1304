namespace LlmProxy.Metering.Ledger;

/// <summary>What costs are summed up by.</summary>
public enum CostGrouping
{
    /// <summary>Nothing: one sum.</summary>
    None,

    /// <summary>The model that the provider was asked for.</summary>
    Model,

    /// <summary>The end user.</summary>
    User,

    /// <summary>The tenant.</summary>
    Tenant,

    /// <summary>The virtual key.</summary>
    Key,

    /// <summary>Each label; a record with two counts in both.</summary>
    Tag,

    /// <summary>The day, in UTC.</summary>
    Day,

    /// <summary>The hour, in UTC.</summary>
    Hour,
}
