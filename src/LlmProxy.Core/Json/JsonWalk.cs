namespace LlmProxy.Core.Json;

/// <summary>Walks the members of an object, or the elements of an array, by <see cref="JsonScan"/>: nothing is decoded, and nothing allocated.</summary>
/// <remarks>Of malformed JSON it yields something without meaning, or nothing, and always ends.</remarks>
public ref struct JsonWalk
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly bool _isObject;
    private int _at;

    /// <summary>Begins before the first member of <paramref name="container"/>; of what is no object and no array there are none.</summary>
    public JsonWalk(ReadOnlySpan<byte> container)
    {
        _json = container;
        _isObject = container is [(byte)'{', ..];
        _at = _isObject || container is [(byte)'[', ..] ? 1 : container.Length;
    }

    /// <summary>The member's name as it is written, without quotes; empty in an array.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The value as it is written, quotes included.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Where <see cref="Value"/> begins in the container.</summary>
    public int ValueStart { get; private set; }

    /// <summary>Whether the value is a string.</summary>
    public readonly bool IsString => Value is [(byte)'"', .., (byte)'"'];

    /// <summary>The inside of a string, its escapes not resolved; empty for anything else.</summary>
    public readonly ReadOnlySpan<byte> Text => IsString ? Value[1..^1] : default;

    /// <summary>Goes to the next member.</summary>
    /// <returns>False: there is none.</returns>
    public bool Next()
    {
        _at = JsonScan.SkipWhite(_json, _at);
        if (_at < _json.Length && _json[_at] == ',')
            _at = JsonScan.SkipWhite(_json, _at + 1);
        if (_at >= _json.Length || _json[_at] is (byte)']' or (byte)'}' || (_isObject && !ReadName()))
            return false;
        ValueStart = _at;
        var end = JsonScan.EndOfValue(_json, _at);
        Value = _json[_at..end];
        _at = end;
        return !Value.IsEmpty;
    }

    private bool ReadName()
    {
        if (_json[_at] != '"')
            return false;
        var end = JsonScan.EndOfValue(_json, _at);
        Name = _json[(_at + 1)..Math.Max(end - 1, _at + 1)];
        _at = JsonScan.SkipWhite(_json, end);
        if (_at >= _json.Length || _json[_at] != ':')
            return false;
        _at = JsonScan.SkipWhite(_json, _at + 1);
        return _at < _json.Length;
    }
}
