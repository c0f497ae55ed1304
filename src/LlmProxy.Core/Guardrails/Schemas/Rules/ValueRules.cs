using System.Text.Json;
using System.Text.RegularExpressions;

namespace LlmProxy.Core.Guardrails.Schemas.Rules;

/// <summary>What keywords that look at the value itself demand.</summary>
internal static class ValueRules
{
    /// <summary><c>type</c>.</summary>
    public static Func<JsonElement, SchemaRun, bool> Type(string[] types, string location)
    {
        if (types.FirstOrDefault(type => type is not ("null" or "boolean" or "object" or "array" or "number" or "integer" or "string")) is not null)
            throw new JsonSchemaException(location, "is no type of JSON");
        return (value, _) => Array.Exists(types, type => IsOf(value, type));
    }

    /// <summary><c>enum</c>, and <c>const</c> as one of one.</summary>
    public static Func<JsonElement, SchemaRun, bool> Enum(JsonElement[] allowed) => (value, run) => Array.Exists(allowed, one =>
    {
        run.Spend(1);
        if (one.ValueKind != value.ValueKind)
            return false;
        run.SpendOn(one);
        return JsonElement.DeepEquals(one, value);
    });

    /// <summary><c>minimum</c>, <c>maximum</c> and their exclusive forms: <paramref name="holds"/> of how a number compares to the bound.</summary>
    public static Func<JsonElement, SchemaRun, bool> Number(JsonElement bound, Func<int, bool> holds) =>
        (value, _) => value.ValueKind != JsonValueKind.Number || holds(JsonNumber.Compare(value, bound));

    /// <summary><c>multipleOf</c>.</summary>
    public static Func<JsonElement, SchemaRun, bool> Multiple(JsonElement divisor, string location)
    {
        if (divisor.GetDouble() <= 0)
            throw new JsonSchemaException(location, "is not more than 0");
        return (value, _) => value.ValueKind != JsonValueKind.Number || JsonNumber.IsMultiple(value, divisor);
    }

    /// <summary><c>minLength</c> and <c>maxLength</c>, in code points.</summary>
    public static Func<JsonElement, SchemaRun, bool> Length(Func<int, bool> holds) => (value, run) =>
    {
        if (value.ValueKind != JsonValueKind.String)
            return true;
        run.SpendOn(value);
        var text = value.GetString()!;
        return holds(text.Length - text.Count(char.IsLowSurrogate));
    };

    /// <summary><c>pattern</c>.</summary>
    public static Func<JsonElement, SchemaRun, bool> Pattern(Regex pattern) => (value, run) =>
    {
        if (value.ValueKind != JsonValueKind.String)
            return true;
        var text = value.GetString()!;
        run.Spend(1 + (text.Length / 8));
        return pattern.IsMatch(text);
    };

    /// <summary><c>minItems</c> and <c>maxItems</c>.</summary>
    public static Func<JsonElement, SchemaRun, bool> Items(Func<int, bool> holds) =>
        (value, _) => value.ValueKind != JsonValueKind.Array || holds(value.GetArrayLength());

    /// <summary><c>minProperties</c> and <c>maxProperties</c>.</summary>
    public static Func<JsonElement, SchemaRun, bool> Properties(Func<int, bool> holds) =>
        (value, _) => value.ValueKind != JsonValueKind.Object || holds(value.GetPropertyCount());

    /// <summary><c>required</c>, where <paramref name="when"/> is in the object; <c>null</c>: always.</summary>
    public static Func<JsonElement, SchemaRun, bool> Required(string[] names, string? when = null) => (value, run) =>
    {
        if (value.ValueKind != JsonValueKind.Object || (when is not null && !value.TryGetProperty(when, out _)))
            return true;
        run.Spend(names.Length);
        return Array.TrueForAll(names, name => value.TryGetProperty(name, out _));
    };

    /// <summary><c>uniqueItems</c>.</summary>
    public static bool AreUnique(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return true;
        var items = value.EnumerateArray().ToArray();
        for (var i = 1; i < items.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                run.SpendOn(items[i]);
                if (JsonElement.DeepEquals(items[i], items[j]))
                    return false;
            }
        }

        return true;
    }

    private static bool IsOf(JsonElement value, string type) => value.ValueKind switch
    {
        JsonValueKind.Null => type == "null",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || (type == "integer" && JsonNumber.IsInteger(value)),
        _ => false,
    };
}
