using System.Text.Json;

namespace LlmProxy.Events;

/// <summary>A variant of an experiment gets no requests any more.</summary>
/// <param name="Type">The type.</param>
/// <param name="Time">When.</param>
/// <param name="Data">What has happened.</param>
public sealed record ExperimentEvent(string Type, DateTimeOffset Time, ExperimentEventData Data) : GatewayEvent(Type, Time)
{
    /// <inheritdoc/>
    public override string Subject => "experiment/" + Data.Experiment;

    /// <inheritdoc/>
    public override void WriteData(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("experiment", Data.Experiment);
        writer.WriteString("variant", Data.Variant);
        writer.WriteString("control", Data.Control);
        writer.WriteString("reason", Data.Reason);
    }
}
