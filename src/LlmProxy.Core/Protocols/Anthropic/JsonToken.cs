using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Where a JSON value stands in the data of a frame.</summary>
/// <param name="Start">The offset of its first byte, a string's opening quote included.</param>
/// <param name="End">The offset behind its last byte; equal to <paramref name="Start"/> where there is no such value.</param>
/// <param name="IsString">Whether it is a string.</param>
/// <param name="IsEscaped">Whether it is a string with escapes in it.</param>
internal readonly record struct JsonToken(int Start, int End, bool IsString, bool IsEscaped)
{
    /// <summary>Whether there is text in it.</summary>
    public bool HasText => IsString && End - Start > 2;

    /// <summary>The value with its quotes.</summary>
    public Range Range => Start..End;

    /// <summary>A string's inside as it stands, escapes unresolved; empty for anything else.</summary>
    public ReadOnlySpan<byte> RawText(ReadOnlySpan<byte> data) => IsString ? data[(Start + 1)..(End - 1)] : default;

    /// <summary>The value behind the property name on which <paramref name="reader"/> stands; leaves the reader on its last token.</summary>
    public static JsonToken ReadValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var isString = reader.TokenType is JsonTokenType.String;
        var isEscaped = isString && reader.ValueIsEscaped;
        reader.Skip();
        return new JsonToken(start, (int)reader.BytesConsumed, isString, isEscaped);
    }
}
