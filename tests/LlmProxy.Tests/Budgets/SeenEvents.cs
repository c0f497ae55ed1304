using LlmProxy.Events;

namespace LlmProxy.Tests.Budgets;

/// <summary>Remembers what is published.</summary>
internal sealed class SeenEvents : IEventHub
{
    public List<GatewayEvent> All { get; } = [];

    public bool Wants(string type) => true;

    public void Publish(GatewayEvent happened) => All.Add(happened);
}
