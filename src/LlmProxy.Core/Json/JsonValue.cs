using System.Buffers.Text;
using System.Text.Json;
using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Json;

/// <summary>One value inside a well-formed JSON document, and where it stands there.</summary>
/// <remarks>
/// A document is checked once, by <see cref="TryParseObject"/>; walking it afterwards is a search for quotes and
/// brackets that cannot fail, so nothing malformed is found half-way. <c>default</c> is a value that is not there.
/// </remarks>
internal readonly ref struct JsonValue
{
    private readonly ReadOnlySpan<byte> _document;
    private readonly int _start;
    private readonly int _length;

    /// <summary>Names the value at <paramref name="start"/> of <paramref name="document"/>.</summary>
    public JsonValue(ReadOnlySpan<byte> document, int start, int length)
    {
        _document = document;
        _start = start;
        _length = length;
    }

    /// <summary>The value as it is written, quotes included.</summary>
    public ReadOnlySpan<byte> Bytes => _document.Slice(_start, _length);

    /// <summary>Where it stands in its document.</summary>
    public Range Range => _start..(_start + _length);

    /// <summary>Whether it is a string.</summary>
    public bool IsString => First == '"';

    /// <summary>Whether it is an object.</summary>
    public bool IsObject => First == '{';

    /// <summary>Whether it is an array.</summary>
    public bool IsArray => First == '[';

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => First == '-' || char.IsAsciiDigit((char)First);

    /// <summary>Whether it says something: not missing, <c>null</c>, <c>""</c>, <c>[]</c> or <c>{}</c>.</summary>
    public bool HasContent => First switch
    {
        0 or (byte)'n' => false,
        (byte)'"' => _length > 2,
        (byte)'[' or (byte)'{' => Members().Next(),
        _ => true,
    };

    private byte First => _length == 0 ? (byte)0 : _document[_start];

    /// <summary>Checks a whole document, whose root must be an object.</summary>
    public static bool TryParseObject(ReadOnlySpan<byte> document, out JsonValue root)
    {
        root = default;
        try
        {
            var reader = new Utf8JsonReader(document);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            var start = (int)reader.TokenStartIndex;
            while (reader.Read())
            {
            }

            root = new JsonValue(document, start, document.Length - start);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether <paramref name="json"/> is one value of JSON and nothing else.</summary>
    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Walks the members of an object or the elements of an array; of anything else there are none.</summary>
    public JsonMembers Members() => IsObject || IsArray ? new JsonMembers(_document, _start) : default;

    /// <summary>Whether it is the string <paramref name="text"/>.</summary>
    public bool Is(ReadOnlySpan<byte> text) => IsString && JsonText.Means(Bytes[1..^1], text);

    /// <summary>Whether it is a whole number that <see cref="long"/> can hold.</summary>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        return IsNumber && Utf8Parser.TryParse(Bytes, out value, out var used) && used == _length;
    }

    /// <summary>Whether it is a whole number from 0 that can number things.</summary>
    public bool TryGetIndex(out int index)
    {
        var isIndex = TryGetInt64(out var value) && value is >= 0 and <= int.MaxValue;
        index = isIndex ? (int)value : 0;
        return isIndex;
    }

    /// <summary>The string's text, empty if it is no string.</summary>
    /// <param name="scratch">Takes the text if it has escapes; what was in it before is lost.</param>
    public ReadOnlySpan<byte> GetText(PooledBuffer scratch)
    {
        if (!IsString)
        {
            return default;
        }

        var inside = Bytes[1..^1];
        if (!inside.Contains((byte)'\\'))
        {
            return inside;
        }

        scratch.Release();
        scratch.Advance(JsonText.Unescape(inside, scratch.GetSpan(inside.Length)));
        return scratch.WrittenSpan;
    }
}
