using System.Text.Json;
using LlmProxy.Events;

namespace LlmProxy.Budgets;

/// <summary>A limit of money was reached, or is so no more.</summary>
/// <param name="Type">What has happened.</param>
/// <param name="Time">When.</param>
/// <param name="Owner">Whose budget.</param>
/// <param name="Reading">How it stood; <c>null</c>: nothing need be said.</param>
internal sealed record BudgetEvent(string Type, DateTimeOffset Time, BudgetOwner Owner, BudgetReading? Reading) : GatewayEvent(Type, Time)
{
    /// <inheritdoc/>
    public override string Subject => $"{Owner.ScopeName}/{Owner.Name}";

    /// <inheritdoc/>
    public override void WriteData(Utf8JsonWriter writer)
    {
        writer.WriteString("scope", Owner.ScopeName);
        writer.WriteString("name", Owner.Name);
        if (Owner.Tenant is { } tenant)
            writer.WriteString("tenant", tenant);
        if (Reading is not { } reading)
            return;
        writer.WriteString("period", reading.Period.Name());
        writer.WriteString("period_start", reading.Start.UtcDateTime);
        writer.WriteString("period_end", reading.End.UtcDateTime);
        writer.WriteNumber("spent_usd", reading.Spent);
        writer.WriteNumber("reserved_usd", reading.Reserved);
        if (reading.Limit is { } limit)
            writer.WriteNumber("limit_usd", limit);
        if (reading.Soft is { } soft)
            writer.WriteNumber("soft_limit_usd", soft);
    }
}
