using System.Buffers;

namespace LlmProxy.Core.Json;

/// <summary>Walks the members of one object, or the elements of one array, of a well-formed document.</summary>
internal ref struct JsonMembers
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",]} \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _document;
    private readonly bool _isObject;
    private int _at;
    private int _nameStart;
    private int _nameLength;
    private bool _nameIsEscaped;
    private int _valueStart;

    /// <summary>Begins before the first member of the object or array at <paramref name="start"/>.</summary>
    public JsonMembers(ReadOnlySpan<byte> document, int start)
    {
        _document = document;
        _isObject = document[start] == '{';
        _at = start + 1;
    }

    /// <summary>The value that the walk has come to.</summary>
    public readonly JsonValue Value => new(_document, _valueStart, _at - _valueStart);

    /// <summary>Goes to the next member.</summary>
    /// <returns>False: there is none.</returns>
    public bool Next()
    {
        SkipSeparators();
        if (_at >= _document.Length || _document[_at] is (byte)'}' or (byte)']')
        {
            return false;
        }

        if (_isObject)
        {
            _nameStart = _at + 1;
            _nameIsEscaped = SkipString();
            _nameLength = _at - 1 - _nameStart;
            SkipSeparators();
        }

        _valueStart = _at;
        SkipValue();
        return true;
    }

    /// <summary>Whether the member is called <paramref name="name"/>.</summary>
    public readonly bool NameIs(ReadOnlySpan<byte> name)
    {
        var written = _document.Slice(_nameStart, _nameLength);
        return _nameIsEscaped ? JsonText.Means(written, name) : written.SequenceEqual(name);
    }

    /// <summary>The member's name, its escapes resolved; empty in an array.</summary>
    /// <param name="scratch">Takes the name if it has escapes; of a name that is longer than this the beginning is told.</param>
    public readonly ReadOnlySpan<byte> GetName(Span<byte> scratch)
    {
        var written = _document.Slice(_nameStart, _nameLength);
        if (!_nameIsEscaped)
        {
            return written;
        }

        return scratch[..JsonText.Unescape(written[..Math.Min(written.Length, scratch.Length)], scratch)];
    }

    private void SkipSeparators()
    {
        while (_at < _document.Length && _document[_at] is (byte)',' or (byte)':' or <= (byte)' ')
        {
            _at++;
        }
    }

    private void SkipValue()
    {
        switch (_document[_at])
        {
            case (byte)'"':
                SkipString();
                break;
            case (byte)'{' or (byte)'[':
                SkipContainer();
                break;
            default:
                _at += _document[_at..].IndexOfAny(ScalarEnds);
                break;
        }
    }

    /// <summary>Goes behind a string's closing quote, and says whether the string has escapes.</summary>
    private bool SkipString()
    {
        var isEscaped = false;
        _at++;
        while (true)
        {
            _at += _document[_at..].IndexOfAny((byte)'"', (byte)'\\');
            if (_document[_at] == '"')
            {
                _at++;
                return isEscaped;
            }

            isEscaped = true;
            _at += 2;
        }
    }

    private void SkipContainer()
    {
        var depth = 0;
        do
        {
            _at += _document[_at..].IndexOfAny(Structure);
            switch (_document[_at])
            {
                case (byte)'"':
                    SkipString();
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }

            _at++;
        }
        while (depth > 0);
    }
}
