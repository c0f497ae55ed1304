namespace LlmProxy.Guardrails;

/// <summary>Which ways a guard can stand.</summary>
[Flags]
public enum GuardDirections
{
    /// <summary>Before requests.</summary>
    Input = 1,

    /// <summary>Before answers.</summary>
    Output = 2,

    /// <summary>Before both.</summary>
    Both = 3,
}
