using System.Text.Json;
using System.Text.Unicode;
using LlmProxy.Core.Errors;

namespace LlmProxy.Core.Requests;

/// <summary>Scans a JSON request once, from the first byte to the last, without building a document.</summary>
/// <remarks>
/// Only what the gateway itself decides by is judged; everything else is the provider's to judge. Error messages
/// name places, never content.
/// </remarks>
public ref partial struct LlmRequestReader
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly int _maxDepth;
    private Utf8JsonReader _reader;
    private SeenFields _seen;
    private string? _model;
    private ByteRange _modelValue;
    private bool _stream;
    private ByteRange _streamOptions;
    private ByteRange _includeUsageValue;
    private bool _includeUsage;
    private bool? _store;
    private string? _storedObjectId;
    private int _rootEnd;
    private bool _isRootEmpty;
    private RequestPlaces _places;
    private RequestField? _open;
    private int _openStart;
    private NumberField _maxTokens;
    private NumberField _maxCompletionTokens;
    private NumberField _maxOutputTokens;
    private long _choices;
    private string? _user;
    private string? _serviceTier;
    private bool _background;

    private LlmRequestReader(ReadOnlyMemory<byte> body, int maxDepth)
    {
        _body = body;
        _maxDepth = maxDepth;
        // One deeper than allowed, so that the limit is ours to report and not the reader's syntax error.
        _reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        _isRootEmpty = true;
        _choices = 1;
        _places = default;
    }

    [Flags]
    private enum SeenFields
    {
        None = 0,
        Model = 1,
        Stream = 2,
        StreamOptions = 4,
        PreviousResponse = 8,
        MaxTokens = 16,
        MaxCompletionTokens = 32,
        MaxOutputTokens = 64,
        Choices = 128,
        BestOf = 256,
        User = 512,
        ServiceTier = 1024,
        Background = 2048,
        Metadata = 4096,
        Conversation = 8192,
        InputFile = 16384,
    }

    /// <summary>Scans <paramref name="body"/>.</summary>
    /// <param name="body">The whole body, content encoding removed; it must stay valid as long as the result is used.</param>
    /// <param name="maxDepth">Deepest nesting accepted, 1 to 1,000.</param>
    /// <exception cref="LlmException">400: not valid UTF-8 or JSON, not an object, too deep, or a field that the gateway reads is of the wrong kind or given twice.</exception>
    public static LlmRequest Read(ReadOnlyMemory<byte> body, int maxDepth)
    {
        if (body.IsEmpty)
            throw Invalid("The request body is empty; a JSON object is needed.", "empty_body");
        if (!Utf8.IsValid(body.Span))
            throw Invalid("The request body is not valid UTF-8.", "invalid_utf8");
        var reader = new LlmRequestReader(body, maxDepth);
        try
        {
            reader.ReadRoot();
        }
        catch (JsonException e)
        {
            // The exception's own message can quote the body, so only its place is passed on.
            throw Invalid(
                $"The request body is not valid JSON: line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}.",
                "invalid_json", inner: e);
        }
        catch (InvalidOperationException e)
        {
            // An escaped lone surrogate in a name that had to be compared: valid JSON, but no text.
            throw Invalid("A name in the request body holds an incomplete surrogate pair.", "invalid_utf8", inner: e);
        }

        return reader.Result();
    }

    private readonly LlmRequest Result() => new()
    {
        Body = _body,
        Model = _model,
        ModelValue = _modelValue,
        Stream = _stream,
        IncludeUsage = _includeUsage,
        StreamOptions = _streamOptions,
        IncludeUsageValue = _includeUsageValue,
        Places = _places,
        MaxTokens = _maxTokens,
        MaxCompletionTokens = _maxCompletionTokens,
        MaxOutputTokens = _maxOutputTokens,
        Choices = _choices,
        User = _user,
        ServiceTier = _serviceTier,
        Background = _background,
        Store = _store,
        StoredObjectId = _storedObjectId,
        RootEnd = _rootEnd,
        IsRootEmpty = _isRootEmpty,
    };

    private void ReadRoot()
    {
        Next();
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw Invalid("The request body must be a JSON object.", "invalid_json");
        while (Next())
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    ReadProperty();
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray when _reader.CurrentDepth <= 1:
                    EndContainer();
                    break;
            }
        }
    }

    private void ReadProperty()
    {
        if (_reader.CurrentDepth == 1)
        {
            _isRootEmpty = false;
            ReadTopLevel();
        }
        else if (_storedObjectId is null && _reader.ValueTextEquals("file_id"u8))
        {
            ReadStoredObjectId();
        }
    }

    private readonly void RefuseEscapedName()
    {
        foreach (var name in CheckedNames)
        {
            if (_reader.ValueTextEquals(name))
                throw Invalid($"The name '{System.Text.Encoding.UTF8.GetString(name)}' must be written without escapes.", "invalid_json");
        }

        RefuseOtherCase();
    }

    private void Once(SeenFields field, string name)
    {
        if ((_seen & field) != 0)
            throw Twice(name);
        _seen |= field;
    }

    private readonly ByteRange Token()
    {
        var start = (int)_reader.TokenStartIndex;
        return new ByteRange(start, (int)_reader.BytesConsumed - start);
    }

    private bool Next()
    {
        var more = _reader.Read();
        // At an opening brace the depth does not count that brace yet.
        if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && _reader.CurrentDepth >= _maxDepth)
            throw Invalid($"The request body is nested deeper than {_maxDepth} levels.", "json_too_deep");
        return more;
    }

    private static LlmException Twice(string field) =>
        Invalid($"'{field}' is given more than once; say which is meant.", "duplicate_field", field);

    private static LlmException Invalid(string message, string code, string? param = null, Exception? inner = null) =>
        new(new LlmError(400, LlmErrorTypes.InvalidRequest, message, code, param) { ShouldRetry = false }, inner);
}
