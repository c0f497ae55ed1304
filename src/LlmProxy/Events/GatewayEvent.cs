using System.Text.Json;

namespace LlmProxy.Events;

/// <summary>Something that has happened and that others may want to know. Immutable; never holds a prompt, an answer or a key.</summary>
/// <param name="Type">What; one of <see cref="EventTypes"/>.</param>
/// <param name="Time">When.</param>
public abstract record GatewayEvent(string Type, DateTimeOffset Time)
{
    /// <summary>Whom or what it is about, as <c>user/alice</c>; <c>null</c>: nothing in particular.</summary>
    public virtual string? Subject => null;

    /// <summary>Writes the members of its data, inside an object that is open.</summary>
    public abstract void WriteData(Utf8JsonWriter writer);
}
