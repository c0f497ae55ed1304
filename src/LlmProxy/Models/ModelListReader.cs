using System.Globalization;
using System.Text.Json;

namespace LlmProxy.Models;

/// <summary>Reads the model lists of providers, OpenAI's form and Anthropic's.</summary>
internal static class ModelListReader
{
    /// <summary>The last second that a calendar date can tell; some providers give milliseconds, which are no date then.</summary>
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The models in a provider's answer.</summary>
    /// <param name="json">The body: an object whose <c>data</c> is a list, or a list (as Together sends).</param>
    /// <param name="owner">Who runs a model that names no owner.</param>
    /// <exception cref="JsonException">The body is not such a list.</exception>
    public static IReadOnlyList<ListedModel> Read(ReadOnlyMemory<byte> json, string owner)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out var data) ? data : root;
        if (list.ValueKind != JsonValueKind.Array)
            throw new JsonException("A list of models was expected.");
        var models = new List<ListedModel>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            if (Text(item, "id") is { Length: > 0 } id)
                models.Add(new ListedModel(id, Text(item, "owned_by") ?? owner, Created(item), Text(item, "display_name")));
        }

        return models;
    }

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static long Created(JsonElement item)
    {
        if (item.TryGetProperty("created", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt64(out var number))
            return number >= 0 && number <= LastSecond ? number : 0;
        return DateTimeOffset.TryParse(Text(item, "created_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeSeconds()
            : 0;
    }
}
