using System.Buffers;
using System.Text.Json;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Models;

/// <summary>Writes model lists in the form that the caller's SDK reads.</summary>
internal static class ModelListWriter
{
    /// <summary>Writes a list: OpenAI's <c>{"object":"list","data":[…]}</c>, or Anthropic's page, which holds everything.</summary>
    public static void WriteList(IBufferWriter<byte> output, IReadOnlyList<ListedModel> models, WireProtocol protocol)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        if (protocol == WireProtocol.OpenAi)
            json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var model in models)
            Write(json, model, protocol);
        json.WriteEndArray();
        if (protocol == WireProtocol.Anthropic)
            WritePage(json, models);
        json.WriteEndObject();
    }

    /// <summary>Writes one model.</summary>
    public static void WriteModel(IBufferWriter<byte> output, ListedModel model, WireProtocol protocol)
    {
        using var json = new Utf8JsonWriter(output);
        Write(json, model, protocol);
    }

    private static void WritePage(Utf8JsonWriter json, IReadOnlyList<ListedModel> models)
    {
        json.WriteBoolean("has_more"u8, false);
        json.WriteString("first_id"u8, models.Count > 0 ? models[0].Id : null);
        json.WriteString("last_id"u8, models.Count > 0 ? models[^1].Id : null);
    }

    private static void Write(Utf8JsonWriter json, ListedModel model, WireProtocol protocol)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, model.Id);
        if (protocol == WireProtocol.Anthropic)
        {
            json.WriteString("type"u8, "model"u8);
            json.WriteString("display_name"u8, model.DisplayName ?? model.Id);
            json.WriteString("created_at"u8, DateTimeOffset.FromUnixTimeSeconds(model.Created));
        }
        else
        {
            json.WriteString("object"u8, "model"u8);
            json.WriteNumber("created"u8, model.Created);
            json.WriteString("owned_by"u8, model.OwnedBy);
        }

        json.WriteEndObject();
    }
}
