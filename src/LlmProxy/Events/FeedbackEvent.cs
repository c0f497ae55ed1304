using System.Text.Json;

namespace LlmProxy.Events;

/// <summary>Somebody has said what an answer was worth. What was said in words is not told.</summary>
/// <param name="Time">When.</param>
/// <param name="RequestId">The gateway's own id of the request.</param>
/// <param name="Prompt">The prompt as <c>name@version</c>; <c>null</c>: there was none.</param>
/// <param name="Tenant">The tenant; <c>null</c>: none.</param>
/// <param name="Rating">1 to 5; <c>null</c>: none.</param>
/// <param name="Verdict"><c>wrong_answer</c>, or <c>null</c>.</param>
public sealed record FeedbackEvent(DateTimeOffset Time, string RequestId, string? Prompt, string? Tenant, int? Rating, string? Verdict)
    : GatewayEvent(EventTypes.FeedbackReceived, Time)
{
    /// <inheritdoc/>
    public override string Subject => "request/" + RequestId;

    /// <inheritdoc/>
    public override void WriteData(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("request_id", RequestId);
        writer.WriteString("prompt", Prompt);
        writer.WriteString("tenant", Tenant);
        if (Rating is { } rating)
            writer.WriteNumber("rating", rating);
        else
            writer.WriteNull("rating");
        writer.WriteString("verdict", Verdict);
    }
}
