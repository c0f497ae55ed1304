using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlmProxy.Host.Commands.Evaluations.Replaying;

/// <summary>A line of the evaluation log that can be sent again.</summary>
/// <param name="RequestId">The gateway's id of the recorded request.</param>
/// <param name="Path">The path that it went to.</param>
/// <param name="Body">What it said.</param>
/// <param name="Prompt">The version that it was put under, <c>name@version</c>; <c>null</c>: none.</param>
/// <param name="Recorded">How it ended.</param>
internal sealed record RecordedRequest(string RequestId, string Path, JsonObject Body, string? Prompt, ReplaySide Recorded)
{
    /// <summary>The text endpoints. Of others the log has no answers to compare.</summary>
    private static readonly string[] Paths = ["/v1/chat/completions", "/v1/completions", "/v1/messages", "/v1/responses"];

    /// <summary>Reads a line; <c>null</c>: its content is not recorded, or it cannot be sent again.</summary>
    public static RecordedRequest? Read(string line)
    {
        try
        {
            if (JsonNode.Parse(line) is not JsonObject json || json["request"] is not JsonObject body || (string?)json["request_id"] is not { } id
                || (string?)json["endpoint"] is not { } path || !Paths.Contains(path))
                return null;
            var prompt = (string?)json["prompt"] is { } name && (string?)json["version"] is { } version ? $"{name}@{version}" : null;
            return new(id, path, (JsonObject)body.DeepClone(), prompt, Side(json));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static ReplaySide Side(JsonObject json)
    {
        var isBlocked = (bool?)json["blocked"] ?? false;
        var outcome = (string?)json["outcome"];
        var error = isBlocked || outcome == "completed" ? null : (string?)json["error"] ?? outcome ?? "unknown";
        return new ReplaySide
        {
            Error = error,
            IsBlocked = isBlocked,
            LatencyMs = error is null && !isBlocked ? (double?)json["latency_ms"] : null,
            InputTokens = (long?)json["input_tokens"],
            OutputTokens = (long?)json["output_tokens"],
            Cost = (decimal?)json["cost_usd"],
            Answer = (string?)json["answer"],
            Rating = (int?)json["feedback"]?["rating"],
        };
    }
}
