using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Reads and copies JSON values as the bytes they came in.</summary>
/// <remarks>
/// Copying bytes keeps a tool's schema, a number or an emoji exactly as its author wrote it, and never trips over an
/// unpaired surrogate, at which <see cref="JsonElement.GetString"/> and the framework's search for a member throw.
/// </remarks>
internal static class RawJson
{
    private const byte Quote = (byte)'"';

    /// <summary>The inside of a string, escapes unresolved; empty for what is not a string.</summary>
    public static ReadOnlySpan<byte> Inside(JsonElement element) =>
        element.ValueKind is JsonValueKind.String ? JsonMarshal.GetRawUtf8Value(element)[1..^1] : default;

    /// <summary>The name of a property as it stands.</summary>
    public static string Name(JsonProperty property) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(property));

    /// <summary>Whether <paramref name="element"/> is the string <paramref name="text"/>, written without escapes.</summary>
    public static bool Is(JsonElement element, ReadOnlySpan<byte> text) =>
        element.ValueKind is JsonValueKind.String && Inside(element).SequenceEqual(text);

    /// <summary>Whether leaving <paramref name="element"/> out loses anything: null, false, and what is empty say nothing.</summary>
    public static bool SaysSomething(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => !Inside(element).IsEmpty,
        JsonValueKind.Array => element.GetArrayLength() > 0,
        JsonValueKind.Object => element.GetPropertyCount() > 0,
        _ => true,
    };

    /// <summary>Whether <paramref name="property"/> has the name <paramref name="name"/>.</summary>
    public static bool Named(JsonProperty property, ReadOnlySpan<byte> name) =>
        JsonText.Means(JsonMarshal.GetRawUtf8PropertyName(property), name);

    /// <summary>The member <paramref name="name"/> of an object, if it is there and not null; of several the last one.</summary>
    public static bool TryGet(JsonElement element, ReadOnlySpan<byte> name, out JsonElement value)
    {
        value = default;
        if (element.ValueKind is not JsonValueKind.Object) return false;
        foreach (var property in element.EnumerateObject())
        {
            if (Named(property, name)) value = property.Value;
        }

        if (value.ValueKind is JsonValueKind.Null) value = default;
        return value.ValueKind is not JsonValueKind.Undefined;
    }

    /// <summary>The text of a string, escapes resolved; unpaired surrogates become U+FFFD. Empty for what is not a string.</summary>
    public static ReadOnlySpan<byte> Text(JsonElement element)
    {
        var inside = Inside(element);
        if (!inside.Contains((byte)'\\')) return inside;
        var text = new byte[inside.Length];
        return text.AsSpan(0, JsonText.Unescape(inside, text));
    }

    /// <summary>As <see cref="Text"/>, as a string.</summary>
    public static string String(JsonElement element) => Encoding.UTF8.GetString(Text(element));

    /// <summary>Whether a string has nothing but blanks and line breaks in it.</summary>
    public static bool IsBlank(JsonElement element) => TrimEnd(Inside(element)).IsEmpty;

    /// <summary>Cuts blanks and line breaks, escaped as JSON has them, from the end of a string's inside.</summary>
    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> inside)
    {
        while (!inside.IsEmpty)
        {
            if (inside[^1] is (byte)' ') inside = inside[..^1];
            else if (EndsWithBlankEscape(inside)) inside = inside[..^2];
            else break;
        }

        return inside;
    }

    /// <summary>Writes <paramref name="value"/> under <paramref name="name"/>, byte for byte.</summary>
    public static void Copy(Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonElement value)
    {
        json.WritePropertyName(name);
        Copy(json, value);
    }

    /// <summary>Writes <paramref name="value"/> byte for byte.</summary>
    public static void Copy(Utf8JsonWriter json, JsonElement value) =>
        json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

    /// <summary>Writes a string whose inside is already escaped.</summary>
    public static void WriteEscaped(Utf8JsonWriter json, ReadOnlySpan<byte> inside)
    {
        var quoted = new byte[inside.Length + 2];
        quoted[0] = quoted[^1] = Quote;
        inside.CopyTo(quoted.AsSpan(1));
        json.WriteRawValue(quoted, skipInputValidation: true);
    }

    private static bool EndsWithBlankEscape(ReadOnlySpan<byte> inside)
    {
        if (inside.Length < 2 || inside[^1] is not ((byte)'n' or (byte)'r' or (byte)'t')) return false;
        var before = inside[..^1];
        var slashes = before.Length - before.TrimEnd((byte)'\\').Length;
        return slashes % 2 == 1; // an even number is so many escaped backslashes and then a letter
    }
}
