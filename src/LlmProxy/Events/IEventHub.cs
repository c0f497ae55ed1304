namespace LlmProxy.Events;

/// <summary>Takes events for whoever wants to know of them.</summary>
public interface IEventHub
{
    /// <summary>Whether anybody wants to know of such events, so that none need be made in vain.</summary>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    bool Wants(string type);

    /// <summary>Takes an event; returns at once, never throws, and is safe for use by many threads.</summary>
    void Publish(GatewayEvent happened);
}
