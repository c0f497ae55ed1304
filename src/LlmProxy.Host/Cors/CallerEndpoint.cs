namespace LlmProxy.Host.Cors;

/// <summary>Marks an endpoint of the gateway's own that callers use, and with them the pages of declared origins.</summary>
internal sealed class CallerEndpoint;
