namespace LlmProxy.Core.Guardrails;

/// <summary>Which way a text goes.</summary>
public enum GuardDirection
{
    /// <summary>From the client to the model.</summary>
    Input,

    /// <summary>From the model to the client.</summary>
    Output,
}
