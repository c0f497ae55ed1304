using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Moderations;

/// <summary><c>POST /moderations</c>: text with <c>sandbox:flag</c> in it is flagged, as harassment.</summary>
internal static class ModerationEndpoint
{
    private const string Flag = "sandbox:flag";
    private const string DefaultModel = "omni-moderation-latest";

    private static readonly string[] Categories =
    [
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
        "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors", "violence", "violence/graphic",
    ];

    public static Task HandleAsync(Exchange exchange)
    {
        if (!exchange.Json.TryGetProperty("input", out var input)) throw ApiException.Missing("input");
        var flags = Flags(input);
        return BodyOutput.SendJsonAsync(exchange, json =>
        {
            json.WriteStartObject();
            json.WriteString("id"u8, exchange.Id("modr-"));
            json.WriteString("model"u8, exchange.Model.Length > 0 ? exchange.Model : DefaultModel);
            json.WriteStartArray("results"u8);
            foreach (var isFlagged in flags) WriteResult(json, isFlagged);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    // A list of parts is one thing to judge; a list of strings is many.
    private static bool[] Flags(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.String => [IsFlagged(input)],
        JsonValueKind.Array when input.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. input.EnumerateArray().Select(IsFlagged)],
        JsonValueKind.Array => [IsFlagged(input)],
        _ => throw ApiException.WrongType("input", "a string or an array"),
    };

    private static bool IsFlagged(JsonElement input) =>
        PromptReader.TextOf(input, new Prompt()).Contains(Flag, StringComparison.Ordinal);

    private static void WriteResult(Utf8JsonWriter json, bool isFlagged)
    {
        json.WriteStartObject();
        json.WriteBoolean("flagged"u8, isFlagged);
        json.WriteStartObject("categories"u8);
        for (var i = 0; i < Categories.Length; i++) json.WriteBoolean(Categories[i], isFlagged && i == 0);
        json.WriteEndObject();
        json.WriteStartObject("category_scores"u8);
        for (var i = 0; i < Categories.Length; i++) json.WriteNumber(Categories[i], isFlagged && i == 0 ? 0.99 : 0.0001);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
