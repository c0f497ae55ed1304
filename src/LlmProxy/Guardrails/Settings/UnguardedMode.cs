namespace LlmProxy.Guardrails.Settings;

/// <summary>What happens to requests whose texts, or whose answer's, the guards of the route cannot see.</summary>
public enum UnguardedMode
{
    /// <summary>They pass; the coverage table says which.</summary>
    Pass,

    /// <summary>They are refused with 400 <c>unsupported_endpoint</c>.</summary>
    Refuse,
}
