using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Writes <c>temperature</c>, <c>top_p</c> and <c>top_k</c> as far as the model takes them.</summary>
/// <remarks>
/// Anthropic's temperature ends at 1. From Claude 4.7 on there is none of the three; with thinking on, temperature must be 1,
/// top_k is out and top_p at least 0.95; from 4.1 on temperature excludes top_p. What falls away is listed.
/// </remarks>
internal static class SamplingParameters
{
    private const double MaxTemperature = 1;
    private const double MinTopPWhileThinking = 0.95;

    /// <summary>Writes what may be said.</summary>
    public static void Write(Utf8JsonWriter json, ChatFields fields, ClaudeModel model, bool isThinking, DroppedFields dropped)
    {
        var temperature = Read(fields.Temperature, "temperature", 2);
        var topP = Read(fields.TopP, "top_p", 1);
        if (ChatFields.Has(fields.TopK))
        {
            if (model.RefusesSampling || isThinking) dropped.Add("top_k");
            else RawJson.Copy(json, "top_k"u8, fields.TopK);
        }

        var hasTemperature = temperature is { } t && WriteTemperature(json, fields.Temperature, t, model, isThinking, dropped);
        if (topP is null) return;
        var isExcluded = model.RefusesSampling
            || (isThinking && topP < MinTopPWhileThinking)
            || (hasTemperature && model.RefusesTemperatureWithTopP);
        if (isExcluded) dropped.Add("top_p");
        else RawJson.Copy(json, "top_p"u8, fields.TopP);
    }

    private static bool WriteTemperature(
        Utf8JsonWriter json, JsonElement field, double value, ClaudeModel model, bool isThinking, DroppedFields dropped)
    {
        if (model.RefusesSampling || (isThinking && value != MaxTemperature))
        {
            dropped.Add("temperature");
            return false;
        }

        if (value > MaxTemperature)
        {
            dropped.Add("temperature");
            json.WriteNumber("temperature"u8, 1);
        }
        else
        {
            RawJson.Copy(json, "temperature"u8, field);
        }

        return true;
    }

    private static double? Read(JsonElement field, string name, double most)
    {
        if (!ChatFields.Has(field)) return null;
        return field.ValueKind is JsonValueKind.Number && field.TryGetDouble(out var value) && value >= 0 && value <= most
            ? value
            : throw RequestFault.Invalid(name, $"'{name}' must be a number from 0 to {most:0}.");
    }
}
