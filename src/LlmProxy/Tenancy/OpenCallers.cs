using LlmProxy.Exchange;

namespace LlmProxy.Tenancy;

/// <summary>Lets everybody in.</summary>
internal sealed class OpenCallers : ICallerSource
{
    /// <inheritdoc/>
    public bool NeedsKey => false;

    /// <inheritdoc/>
    public void Identify(LlmExchange exchange)
    {
    }
}
