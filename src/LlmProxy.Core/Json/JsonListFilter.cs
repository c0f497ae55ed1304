using System.Text.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Json;

/// <summary>Takes items out of a list that a provider answers: <c>{"data":[{"id":…},…],"first_id":…}</c>, or the array alone.</summary>
/// <remarks>
/// All other bytes stay as they are. <c>first_id</c> and <c>last_id</c> name the first and last item that stays; in other arrays of the
/// outermost object those items are judged that have an <c>id</c>.
/// </remarks>
public ref struct JsonListFilter
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly Func<string?, bool> _keeps;
    private readonly PooledBuffer _output;
    private Utf8JsonReader _reader;
    private int _copied;
    private ByteRange _first;
    private ByteRange _last;

    private JsonListFilter(ReadOnlySpan<byte> json, Func<string?, bool> keeps, PooledBuffer output)
    {
        _json = json;
        _keeps = keeps;
        _output = output;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1_000 });
    }

    /// <summary>Writes the list without the items that are not kept.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="keeps">Whether an item stays, by its id; asked with <c>null</c> for an item of <c>data</c> without one.</param>
    /// <param name="output">Takes the result; empty.</param>
    /// <exception cref="JsonException">The answer is not valid JSON.</exception>
    public static void Write(ReadOnlySpan<byte> json, Func<string?, bool> keeps, PooledBuffer output)
    {
        var filter = new JsonListFilter(json, keeps, output);
        filter.Run();
    }

    private void Run()
    {
        // The ids at the ends may stand before the list: then it is gone through twice.
        Walk(writesEnds: false);
        if (!HasEnds())
            return;
        _output.Release();
        _reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = 1_000 });
        _copied = 0;
        Walk(writesEnds: true);
    }

    private readonly bool HasEnds() => _json.IndexOf("first_id"u8) >= 0 || _json.IndexOf("last_id"u8) >= 0 || _json.IndexOf("\\u"u8) >= 0;

    private void Walk(bool writesEnds)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.StartArray)
            FilterArray(isData: true);
        while (_reader.Read())
        {
            if (_reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var isData = _reader.ValueTextEquals("data"u8);
            var isFirst = _reader.ValueTextEquals("first_id"u8);
            var isLast = _reader.ValueTextEquals("last_id"u8);
            _reader.Read();
            if (_reader.TokenType == JsonTokenType.StartArray)
                FilterArray(isData);
            else if (writesEnds && (isFirst || isLast) && _reader.TokenType == JsonTokenType.String)
                Replace(isFirst ? _first : _last);
            else
                _reader.Skip();
        }

        _output.Append(_json[_copied..]);
    }

    /// <summary>Stands on the opening bracket, and ends on the closing one.</summary>
    private void FilterArray(bool isData)
    {
        CopyTo((int)_reader.BytesConsumed);
        var isEmpty = true;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)_reader.TokenStartIndex;
            var id = ReadItem(out var idToken);
            if ((isData || id is not null) && !_keeps(id))
                continue;
            if (!isEmpty)
                _output.Append(","u8);
            isEmpty = false;
            _output.Append(_json[start..(int)_reader.BytesConsumed]);
            if (isData)
            {
                _last = idToken;
                _first = _first.IsEmpty ? _last : _first;
            }
        }

        _copied = (int)_reader.TokenStartIndex;
    }

    /// <summary>Goes to the end of an item, and finds its id.</summary>
    private string? ReadItem(out ByteRange token)
    {
        token = default;
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _reader.Skip();
            return null;
        }

        string? id = null;
        var depth = _reader.CurrentDepth;
        while (_reader.Read() && !(_reader.TokenType == JsonTokenType.EndObject && _reader.CurrentDepth == depth))
        {
            var isId = _reader.CurrentDepth == depth + 1 && _reader.TokenType == JsonTokenType.PropertyName && _reader.ValueTextEquals("id"u8);
            if (!isId)
                continue;
            _reader.Read();
            if (_reader.TokenType != JsonTokenType.String)
                continue;
            id = Text();
            token = new ByteRange((int)_reader.TokenStartIndex, (int)(_reader.BytesConsumed - _reader.TokenStartIndex));
        }

        return id;
    }

    private readonly string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("An id holds an incomplete surrogate pair.", e);
        }
    }

    private void Replace(ByteRange id)
    {
        CopyTo((int)_reader.TokenStartIndex);
        _output.Append(id.IsEmpty ? "null"u8 : _json.Slice(id.Start, id.Length));
        _copied = (int)_reader.BytesConsumed;
    }

    private void CopyTo(int end)
    {
        _output.Append(_json[_copied..end]);
        _copied = end;
    }
}
