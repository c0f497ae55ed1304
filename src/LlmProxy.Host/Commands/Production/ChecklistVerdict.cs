namespace LlmProxy.Host.Commands.Production;

/// <summary>What a configuration is found to be on one point.</summary>
internal enum ChecklistVerdict
{
    /// <summary>It is as production wants it.</summary>
    Pass,

    /// <summary>It is not.</summary>
    Fail,

    /// <summary>The gateway cannot do this yet, or a file cannot show it.</summary>
    NotAvailable,
}
