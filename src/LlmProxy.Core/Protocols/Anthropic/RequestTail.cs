using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Writes the fields of a request that stand for themselves: who asks, at which tier, and Anthropic's own.</summary>
internal static class RequestTail
{
    /// <summary>Writes <c>metadata.user_id</c> from <c>safety_identifier</c> or, older, <c>user</c>.</summary>
    public static void WriteUser(Utf8JsonWriter json, ChatFields fields, DroppedFields dropped)
    {
        var (user, name) = ChatFields.Has(fields.SafetyIdentifier) ? (fields.SafetyIdentifier, "safety_identifier") : (fields.User, "user");
        if (name is "safety_identifier" && ChatFields.Has(fields.User) && !RawJson.Text(fields.User).SequenceEqual(RawJson.Text(user))) dropped.Add("user");
        if (!ChatFields.Has(user)) return;
        if (user.ValueKind is not JsonValueKind.String) throw RequestFault.Invalid(name, $"'{name}' must be a string.");
        if (RawJson.IsBlank(user)) return;
        json.WriteStartObject("metadata"u8);
        RawJson.Copy(json, "user_id"u8, user);
        json.WriteEndObject();
    }

    /// <summary>Writes <c>service_tier</c>: Anthropic knows its paid-for capacity (<c>auto</c>) and doing without it.</summary>
    public static void WriteServiceTier(Utf8JsonWriter json, JsonElement field, DroppedFields dropped)
    {
        if (!ChatFields.Has(field)) return;
        var tier = RawJson.String(field) switch
        {
            "auto" or "priority" => "auto",
            "default" or "standard_only" => "standard_only",
            _ => null,
        };
        if (tier is null) dropped.Add("service_tier");
        else json.WriteString("service_tier"u8, tier);
    }

    /// <summary>Writes <c>output_config</c>: our format and effort, and beside them what the caller's own object says.</summary>
    public static void WriteOutputConfig(Utf8JsonWriter json, JsonElement native, JsonElement schema, string? effort)
    {
        var hasSchema = schema.ValueKind is not JsonValueKind.Undefined;
        var isNative = native.ValueKind is JsonValueKind.Object;
        if (!hasSchema && effort is null && !isNative) return;
        json.WriteStartObject("output_config"u8);
        if (hasSchema)
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            RawJson.Copy(json, "schema"u8, schema);
            json.WriteEndObject();
        }

        if (effort is not null) json.WriteString("effort"u8, effort);
        if (isNative)
        {
            foreach (var member in native.EnumerateObject())
            {
                if ((hasSchema && RawJson.Named(member, "format"u8)) || (effort is not null && RawJson.Named(member, "effort"u8))) continue;
                json.WritePropertyName(RawJson.Name(member));
                RawJson.Copy(json, member.Value);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Copies the fields that are Anthropic's own.</summary>
    public static void WriteNative(Utf8JsonWriter json, ChatFields fields)
    {
        foreach (var (name, value) in fields.Native)
        {
            json.WritePropertyName(name);
            RawJson.Copy(json, value);
        }
    }
}
