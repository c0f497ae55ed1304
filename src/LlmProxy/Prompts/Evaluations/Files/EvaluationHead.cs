using System.Text.Json;

namespace LlmProxy.Prompts.Evaluations.Files;

/// <summary>What a line about a request is found by.</summary>
/// <param name="RequestId">The gateway's id of the request.</param>
/// <param name="Time">When it came.</param>
/// <param name="Prompt">The prompt; <c>null</c>: none.</param>
/// <param name="Version">Its version; <c>null</c>: none.</param>
/// <param name="HasFeedback">Whether what was thought of the answer is in the line already.</param>
internal readonly record struct EvaluationHead(string RequestId, DateTimeOffset Time, string? Prompt, string? Version, bool HasFeedback)
{
    /// <summary>Reads a line.</summary>
    /// <returns>False: it is no line about a request, or is cut.</returns>
    public static bool TryRead(string line, out EvaluationHead head)
    {
        head = default;
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            if (json.ValueKind != JsonValueKind.Object || Text(json, "type") != "request" || Text(json, "request_id") is not { } id
                || !json.TryGetProperty("time", out var time) || time.ValueKind != JsonValueKind.String || !time.TryGetDateTimeOffset(out var at))
                return false;
            head = new(id, at, Text(json, "prompt"), Text(json, "version"), json.TryGetProperty("feedback", out _));
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The end of a line that a crash has cut, or what somebody else wrote there.
            return false;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
