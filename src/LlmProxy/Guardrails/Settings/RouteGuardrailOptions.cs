namespace LlmProxy.Guardrails.Settings;

/// <summary>The guards of one route, by their names: of <c>LlmProxy:Guardrails</c>, or a type, which means a guard of that type with its defaults.</summary>
public sealed class RouteGuardrailOptions
{
    /// <summary>Those that requests pass, in this order. Default: none.</summary>
    public IList<string> Input { get; set; } = [];

    /// <summary>Those that answers pass, in this order. Default: none.</summary>
    public IList<string> Output { get; set; } = [];

    /// <summary>What happens to requests that the guards cannot see: forms, WebSockets, files, pictures, token ids. Default <see cref="UnguardedMode.Pass"/>.</summary>
    public UnguardedMode Unguarded { get; set; }
}
