using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Headers;
using LlmProxy.Failover.Shadow;
using LlmProxy.Guardrails;

namespace LlmProxy.Host.Commands.Evaluations.Replaying;

/// <summary>Reads what the gateway answered to a request that was sent again.</summary>
internal static class ReplayAnswer
{
    /// <summary>Reads it.</summary>
    public static ReplaySide Read(string path, HttpResponseMessage response, byte[] bytes, double latencyMs)
    {
        var body = Parse(bytes);
        if (!response.IsSuccessStatusCode)
        {
            var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            var code = Text(body?["error"]?["code"]) ?? Text(body?["error"]?["type"]);
            return code == GuardErrors.ContentFilter ? new() { IsBlocked = true } : new() { Error = code is null ? status : $"{status} {code}" };
        }

        var usage = body?["usage"];
        var read = AnswerReader.Read(Endpoint(path), isStream: false, bytes);
        return new ReplaySide
        {
            IsBlocked = read.Finish == GuardErrors.ContentFilter,
            LatencyMs = latencyMs,
            InputTokens = Number(usage?["prompt_tokens"] ?? usage?["input_tokens"]),
            OutputTokens = Number(usage?["completion_tokens"] ?? usage?["output_tokens"]),
            Cost = CostOf(response),
            Answer = read.Text,
        };
    }

    private static LlmEndpoint Endpoint(string path) => path switch
    {
        "/v1/completions" => LlmEndpoint.Completions,
        "/v1/messages" => LlmEndpoint.Messages,
        "/v1/responses" => LlmEndpoint.Responses,
        _ => LlmEndpoint.ChatCompletions,
    };

    private static JsonNode? Parse(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static decimal? CostOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues(LlmHeaderNames.Cost, out var values)
        && decimal.TryParse(values.First(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cost)
            ? cost
            : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static long? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;
}
