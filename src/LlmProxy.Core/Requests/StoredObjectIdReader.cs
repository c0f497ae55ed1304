using System.Text.Json;

namespace LlmProxy.Core.Requests;

/// <summary>Finds every id in a JSON request that names an object which a provider keeps: files, responses, conversations, vector stores and so on.</summary>
/// <remarks>
/// What an application made up itself is passed over, whatever it is called: metadata, schemas, and the arguments that a model gave a tool.
/// </remarks>
public ref struct StoredObjectIdReader
{
    private Utf8JsonReader _reader;
    private int _objectDepth;
    private bool _inArray;

    /// <param name="body">A request that was read already and found well-formed.</param>
    public StoredObjectIdReader(ReadOnlySpan<byte> body)
    {
        _reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 1_001 });
        _objectDepth = -1;
    }

    private enum NameKind
    {
        None,
        Id,
        PlaceId,
        Private,
        Input,
    }

    /// <summary>Whether a body can hold such an id at all; quick, and true too often rather than too rarely.</summary>
    public static bool MayHold(ReadOnlySpan<byte> body) =>
        body.IndexOf("_id"u8) >= 0 || body.IndexOf("_file\""u8) >= 0 || body.IndexOf("conversation\""u8) >= 0 || body.IndexOf("container\""u8) >= 0
        // A name may be written with escapes.
        || body.IndexOf("\\u"u8) >= 0;

    /// <summary>Goes to the next id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="isMade">Whether somebody asked for the object to be made, and so has it; a container may come with an answer.</param>
    /// <returns>False: there is none.</returns>
    public bool Next(out string id, out bool isMade)
    {
        isMade = true;
        while (_reader.Read())
        {
            if (_inArray && TakeItem(out id))
                return true;
            if (_reader.TokenType == JsonTokenType.EndObject && _reader.CurrentDepth == _objectDepth)
                _objectDepth = -1;
            if (_reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var kind = Kind();
            _reader.Read();
            isMade = kind != NameKind.PlaceId;
            if (Take(kind, out id))
                return true;
        }

        id = "";
        return false;
    }

    private bool Take(NameKind kind, out string id)
    {
        id = "";
        switch (kind)
        {
            case NameKind.Private or NameKind.Input when _reader.TokenType == JsonTokenType.StartObject:
            case NameKind.Private when _reader.TokenType == JsonTokenType.StartArray:
                _reader.Skip();
                return false;
            case NameKind.Id or NameKind.PlaceId when _reader.TokenType == JsonTokenType.String:
                return TakeString(out id);
            case NameKind.Id or NameKind.PlaceId when _reader.TokenType == JsonTokenType.StartArray:
                _inArray = true;
                return false;
            case NameKind.Id or NameKind.PlaceId when _reader.TokenType == JsonTokenType.StartObject:
                _objectDepth = _reader.CurrentDepth;
                return false;
            default:
                return false;
        }
    }

    private bool TakeItem(out string id)
    {
        if (_reader.TokenType == JsonTokenType.String)
            return TakeString(out id);
        _inArray = false;
        id = "";
        return false;
    }

    private readonly bool TakeString(out string id)
    {
        id = "";
        try
        {
            id = _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate: no id of anybody's.
            id = "\uFFFD";
        }

        return id.Length > 0;
    }

    private readonly NameKind Kind()
    {
        if (!_reader.ValueIsEscaped && _reader.ValueSpan.Length is < 2 or > 20)
            return NameKind.None;
        if (Is("file_id"u8) || Is("file_ids"u8) || Is("input_file_id"u8) || Is("training_file"u8) || Is("validation_file"u8)
            || Is("previous_response_id"u8) || Is("response_id"u8) || Is("conversation"u8) || Is("vector_store_id"u8) || Is("vector_store_ids"u8)
            || Is("assistant_id"u8) || Is("thread_id"u8) || Is("batch_id"u8) || (_objectDepth >= 0 && _reader.CurrentDepth == _objectDepth + 1 && Is("id"u8)))
            return NameKind.Id;
        if (Is("container"u8) || Is("container_id"u8))
            return NameKind.PlaceId;
        if (Is("metadata"u8) || Is("parameters"u8) || Is("input_schema"u8) || Is("schema"u8) || Is("arguments"u8))
            return NameKind.Private;
        return Is("input"u8) ? NameKind.Input : NameKind.None;
    }

    private readonly bool Is(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);
}
