using System.Text.Json;

namespace LlmProxy.Core.Requests;

/// <summary>Finds in an answer the ids of objects that the provider made for it besides the one that it is about: threads, files, containers, models.</summary>
/// <remarks>
/// What a caller made up and the provider gives back is passed over, be it called as it may: metadata, attributes, schemas, arguments. It could
/// name an object of another.
/// </remarks>
public ref struct AnswerIdReader
{
    private Utf8JsonReader _reader;
    private int _fileDepth;
    private bool _inArray;

    /// <param name="answer">A whole answer. What is no JSON ends the search.</param>
    public AnswerIdReader(ReadOnlySpan<byte> answer)
    {
        _reader = new Utf8JsonReader(answer, new JsonReaderOptions { MaxDepth = 1_001 });
        _fileDepth = -1;
    }

    /// <summary>Whether an answer can hold such an id at all; quick, and true too often rather than too rarely.</summary>
    public static bool MayHold(ReadOnlySpan<byte> answer) =>
        answer.IndexOf("_id\""u8) >= 0 || answer.IndexOf("file"u8) >= 0 || answer.IndexOf("fine_tuned_model"u8) >= 0;

    /// <summary>Goes to the next id; <c>false</c>: there is none.</summary>
    /// <exception cref="JsonException">The answer is no JSON.</exception>
    public bool Next(out string id)
    {
        while (_reader.Read())
        {
            if (_inArray && _reader.TokenType == JsonTokenType.EndArray)
                _inArray = false;
            if (_inArray && TryTake(out id))
                return true;
            if (_reader.TokenType == JsonTokenType.EndObject && _reader.CurrentDepth == _fileDepth)
                _fileDepth = -1;
            if (_reader.TokenType == JsonTokenType.PropertyName && ReadValue(out id))
                return true;
        }

        id = "";
        return false;
    }

    private bool ReadValue(out string id)
    {
        id = "";
        var (isId, isFile, isIds, isPrivate) = (IsId(), Is("file"u8), Is("result_files"u8), IsPrivate());
        _reader.Read();
        if (isId)
            return TryTake(out id);
        if (isPrivate)
            _reader.Skip();
        else if (isFile && _reader.TokenType == JsonTokenType.StartObject)
            _fileDepth = _reader.CurrentDepth;
        else if (isIds && _reader.TokenType == JsonTokenType.StartArray)
            _inArray = true;
        return false;
    }

    private readonly bool TryTake(out string id)
    {
        id = _reader.TokenType == JsonTokenType.String && !_reader.ValueIsEscaped && _reader.ValueSpan.Length is > 0 and <= 256 ? _reader.GetString()! : "";
        return id.Length > 0;
    }

    private readonly bool IsId() =>
        Is("file_id"u8) || Is("thread_id"u8) || Is("container_id"u8) || Is("output_file_id"u8) || Is("error_file_id"u8) || Is("fine_tuned_model"u8)
        || (_fileDepth >= 0 && _reader.CurrentDepth == _fileDepth + 1 && Is("id"u8));

    private readonly bool IsPrivate() =>
        Is("metadata"u8) || Is("attributes"u8) || Is("parameters"u8) || Is("input_schema"u8) || Is("schema"u8) || Is("item_schema"u8) || Is("arguments"u8)
        || Is("input"u8) || Is("headers"u8) || Is("item"u8) || Is("sample"u8) || Is("variables"u8);

    private readonly bool Is(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);
}
