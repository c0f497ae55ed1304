namespace LlmProxy.Configuration;

/// <summary>Holds the configuration of LLM traffic that is in force.</summary>
/// <remarks>
/// A request takes its settings from its route, which holds all of them as they were when it came. This is for what
/// stands outside of a route: limits of the process, the admin key, reports.
/// </remarks>
public sealed class LlmConfigState
{
    private volatile LlmConfigModel _current = LlmConfigModel.Empty;

    /// <summary>The last configuration that was applied; empty before the first.</summary>
    public LlmConfigModel Current
    {
        get => _current;
        internal set => _current = value;
    }
}
