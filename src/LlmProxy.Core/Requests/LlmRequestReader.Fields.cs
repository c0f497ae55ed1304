using System.Text.Json;

namespace LlmProxy.Core.Requests;

/// <content>The fields that say what a request wants and which object it names.</content>
public ref partial struct LlmRequestReader
{
    private void ReadTopLevel()
    {
        switch (_reader.ValueSpan.Length)
        {
            case 5 when _reader.ValueTextEquals("model"u8):
                ReadModel();
                break;
            case 5 when _reader.ValueTextEquals("store"u8):
                ReadStore();
                break;
            case 6 when _reader.ValueTextEquals("stream"u8):
                Once(SeenFields.Stream, "stream");
                _stream = ReadBoolean("stream");
                break;
            case 12 when _reader.ValueTextEquals("conversation"u8):
                Once(SeenFields.Conversation, "conversation");
                ReadStoredObjectId();
                break;
            case 13 when _reader.ValueTextEquals("input_file_id"u8):
                Once(SeenFields.InputFile, "input_file_id");
                ReadStoredObjectId();
                break;
            case 14 when _reader.ValueTextEquals("stream_options"u8):
                ReadStreamOptions();
                break;
            case 20 when _reader.ValueTextEquals("previous_response_id"u8):
                Once(SeenFields.PreviousResponse, "previous_response_id");
                ReadStoredObjectId();
                break;
            default:
                // A name written with escapes is longer than it reads; it must not slip past these checks.
                if (_reader.ValueIsEscaped)
                    RefuseEscapedName();
                else
                    ReadMeasured();
                break;
        }
    }

    private void ReadModel()
    {
        Once(SeenFields.Model, "model");
        Next();
        if (_reader.TokenType == JsonTokenType.Null)
            return;
        if (_reader.TokenType != JsonTokenType.String)
            throw Invalid("'model' must be a string.", "invalid_type", "model");
        _modelValue = Token();
        if (_modelValue.Length > 1024)
            throw Invalid("'model' is longer than 1,024 bytes.", "invalid_value", "model");
        _model = ReadString("model");
        if (string.IsNullOrWhiteSpace(_model))
            throw Invalid("'model' is empty; name a model.", "invalid_value", "model");
    }

    private readonly string ReadString(string field)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // An escaped lone surrogate: valid JSON, but no text.
            throw Invalid($"'{field}' holds an incomplete surrogate pair.", "invalid_utf8", field, e);
        }
    }

    private void ReadStreamOptions()
    {
        Once(SeenFields.StreamOptions, "stream_options");
        Next();
        var start = (int)_reader.TokenStartIndex;
        if (_reader.TokenType == JsonTokenType.Null)
        {
            _streamOptions = Token();
            return;
        }

        if (_reader.TokenType != JsonTokenType.StartObject)
            throw Invalid("'stream_options' must be an object.", "invalid_type", "stream_options");
        while (Next() && !(_reader.TokenType == JsonTokenType.EndObject && _reader.CurrentDepth == 1))
        {
            if (_reader.TokenType != JsonTokenType.PropertyName || _reader.CurrentDepth != 2
                || !_reader.ValueTextEquals("include_usage"u8))
                continue;
            if (!_includeUsageValue.IsEmpty)
                throw Twice("stream_options.include_usage");
            _includeUsage = ReadBoolean("stream_options.include_usage");
            _includeUsageValue = Token();
        }

        _streamOptions = new ByteRange(start, (int)_reader.BytesConsumed - start);
    }

    private bool ReadBoolean(string field)
    {
        Next();
        return _reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False or JsonTokenType.Null => false,
            _ => throw Invalid($"'{field}' must be true or false.", "invalid_type", field),
        };
    }

    private void ReadStoredObjectId()
    {
        Next();
        if (_reader.TokenType == JsonTokenType.String && _reader.ValueSpan.Length is > 0 and <= 256)
            _storedObjectId ??= ReadString("file_id");
    }

    /// <summary>A wrong kind is the provider's to judge; of two values the one that keeps more counts.</summary>
    private void ReadStore()
    {
        Next();
        if (_reader.TokenType == JsonTokenType.True)
            _store = true;
        else if (_reader.TokenType == JsonTokenType.False)
            _store ??= false;
    }
}
