using System.Text.Json;

namespace LlmProxy.Core.Requests;

/// <summary>Finds in a JSON request every text that has the form of an id, whatever its name: 2 to 128 letters, digits, <c>-</c> and <c>_</c>, one of the last two among them.</summary>
/// <remarks>Nothing is allocated. The value of <c>model</c> is passed over: models are allowed or refused by name.</remarks>
public ref struct IdLikeReader
{
    /// <summary>The most characters of an id.</summary>
    public const int MaxLength = 128;

    /// <summary>The characters that <see cref="Next"/> needs room for: an id of escapes alone.</summary>
    public const int BufferLength = MaxLength * LongestEscape;

    private const int LongestEscape = 6;

    private Utf8JsonReader _reader;

    /// <param name="body">A request that was read already and found well-formed.</param>
    public IdLikeReader(ReadOnlySpan<byte> body) => _reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 1_001 });

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsIdLike(ReadOnlySpan<char> text)
    {
        if (text.Length is < 2 or > MaxLength || text.IndexOfAny('_', '-') < 0)
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
                return false;
        }

        return true;
    }

    /// <summary>Goes to the next one.</summary>
    /// <param name="buffer">Takes its characters; <see cref="BufferLength"/> long.</param>
    /// <param name="length">How many there are.</param>
    /// <returns>False: there is none.</returns>
    public bool Next(scoped Span<char> buffer, out int length)
    {
        while (_reader.Read())
        {
            if (_reader.TokenType == JsonTokenType.PropertyName && _reader.ValueTextEquals("model"u8))
            {
                _reader.Read();
                continue;
            }

            if (_reader.TokenType == JsonTokenType.String && TryCopy(buffer, out length) && IsIdLike(buffer[..length]))
                return true;
        }

        length = 0;
        return false;
    }

    private readonly bool TryCopy(scoped Span<char> buffer, out int length)
    {
        length = 0;
        if (_reader.ValueSpan.Length > (_reader.ValueIsEscaped ? MaxLength * LongestEscape : MaxLength))
            return false;
        try
        {
            length = _reader.CopyString(buffer);
            return true;
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate: no id of anybody's.
            return false;
        }
    }
}
