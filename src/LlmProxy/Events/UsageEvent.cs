using System.Text.Json;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Events;

/// <summary>A request has ended.</summary>
/// <param name="Record">The line of the books about it.</param>
public sealed record UsageEvent(LedgerRecord Record) : GatewayEvent(EventTypes.Usage, Record.Time)
{
    /// <inheritdoc/>
    public override string Subject => "request/" + Record.Id;

    /// <inheritdoc/>
    public override void WriteData(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("request_id", Record.Id);
        writer.WriteString("tenant", Record.Tenant);
        writer.WriteString("user", Record.User);
        writer.WriteString("key_id", Record.KeyId);
        writer.WriteString("route", Record.Route);
        writer.WriteString("endpoint", Record.Endpoint);
        writer.WriteString("model_asked", Record.ModelAsked);
        writer.WriteString("model", Record.ModelUsed);
        writer.WriteString("cluster", Record.Cluster);
        writer.WriteString("outcome", Record.Outcome);
        writer.WriteNumber("status", Record.Status);
        Write(writer, "input_tokens", Record.Usage.InputTokens);
        Write(writer, "cached_input_tokens", Record.Usage.CachedInputTokens);
        Write(writer, "output_tokens", Record.Usage.OutputTokens);
        writer.WriteBoolean("estimated", Record.IsEstimated);
        if (Record.Cost is { } cost)
            writer.WriteNumber("cost_usd", cost);
        else
            writer.WriteNull("cost_usd");
        writer.WriteNumber("duration_ms", (long)Record.Duration.TotalMilliseconds);
        writer.WriteStartArray("tags");
        foreach (var tag in Record.Tags)
            writer.WriteStringValue(tag);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, long? count)
    {
        if (count is { } known)
            writer.WriteNumber(name, known);
        else
            writer.WriteNull(name);
    }
}
