using System.Text.Json;

namespace LlmProxy.Events;

/// <summary>A virtual key was made or revoked.</summary>
/// <param name="Type">Which of both.</param>
/// <param name="Time">When.</param>
/// <param name="KeyId">The key's id, which may be shown.</param>
/// <param name="Tenant">Its tenant; <c>null</c>: none.</param>
/// <param name="Name">Its name for people; <c>null</c>: none.</param>
public sealed record KeyEvent(string Type, DateTimeOffset Time, string KeyId, string? Tenant, string? Name) : GatewayEvent(Type, Time)
{
    /// <inheritdoc/>
    public override string Subject => "key/" + KeyId;

    /// <inheritdoc/>
    public override void WriteData(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("key_id", KeyId);
        writer.WriteString("tenant", Tenant);
        writer.WriteString("name", Name);
    }
}
