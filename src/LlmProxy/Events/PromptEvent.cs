using System.Text.Json;

namespace LlmProxy.Events;

/// <summary>A version of a prompt gets another part of requests, or none any more.</summary>
/// <param name="Type">Which of both.</param>
/// <param name="Time">When.</param>
/// <param name="Data">What has happened.</param>
public sealed record PromptEvent(string Type, DateTimeOffset Time, PromptEventData Data) : GatewayEvent(Type, Time)
{
    /// <inheritdoc/>
    public override string Subject => "prompt/" + Data.Prompt;

    /// <inheritdoc/>
    public override void WriteData(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("prompt", Data.Prompt);
        writer.WriteString("version", Data.Version);
        writer.WriteString("former_version", Data.Former);
        writer.WriteNumber("percent", (Data.Share ?? 10_000) / 100m);
        writer.WriteString("reason", Data.Reason);
    }
}
