using System.Text;
using System.Text.Json;

namespace LlmProxy.Core.Requests;

/// <content>What prompts and answers are measured by: where the prompt's parts stand, and the bounds that the request states.</content>
public ref partial struct LlmRequestReader
{
    /// <summary>The names that the gateway decides by; a provider would read an escaped one, which the gateway must not overlook.</summary>
    private static readonly byte[][] CheckedNames =
    [
        .. ((string[])
        [
            "model", "stream", "stream_options", "messages", "previous_response_id", "input", "prompt", "system", "instructions", "tools", "functions",
            "response_format", "max_tokens", "max_completion_tokens", "max_output_tokens", "n", "best_of", "user", "text", "tool_choice", "function_call",
            "conversation", "input_file_id", "service_tier", "metadata", "background",
        ]).Select(Encoding.UTF8.GetBytes),
    ];

    private const int LongestWritten = 21 * 6;

    private void ReadMeasured()
    {
        switch (_reader.ValueSpan.Length)
        {
            case 1 when _reader.ValueTextEquals("n"u8):
                ReadChoices(SeenFields.Choices, "n");
                break;
            case 4 when _reader.ValueTextEquals("user"u8):
                Once(SeenFields.User, "user");
                _user = ReadName("user", 256) ?? _user;
                break;
            case 7 when _reader.ValueTextEquals("best_of"u8):
                ReadChoices(SeenFields.BestOf, "best_of");
                break;
            case 8 when _reader.ValueTextEquals("metadata"u8):
                Once(SeenFields.Metadata, "metadata");
                ReadMetadata();
                break;
            case 10 when _reader.ValueTextEquals("background"u8):
                Once(SeenFields.Background, "background");
                // A picture's background is a word: what else stands here is the provider's to judge.
                Next();
                _background = _reader.TokenType == JsonTokenType.True;
                break;
            case 10 when _reader.ValueTextEquals("max_tokens"u8):
                Once(SeenFields.MaxTokens, "max_tokens");
                _maxTokens = ReadNumber();
                break;
            case 12 when _reader.ValueTextEquals("service_tier"u8):
                Once(SeenFields.ServiceTier, "service_tier");
                _serviceTier = ReadName("service_tier", 64);
                break;
            case 17 when _reader.ValueTextEquals("max_output_tokens"u8):
                Once(SeenFields.MaxOutputTokens, "max_output_tokens");
                _maxOutputTokens = ReadNumber();
                break;
            case 21 when _reader.ValueTextEquals("max_completion_tokens"u8):
                Once(SeenFields.MaxCompletionTokens, "max_completion_tokens");
                _maxCompletionTokens = ReadNumber();
                break;
            default:
                if (FieldOf() is { } field)
                    ReadPlace(field);
                else if (MayBeOtherCase())
                    RefuseOtherCase();
                break;
        }
    }

    private readonly bool MayBeOtherCase() =>
        _reader.ValueSpan.ContainsAnyInRange((byte)'A', (byte)'Z') || _reader.ValueSpan.ContainsAnyInRange((byte)0x80, byte.MaxValue);

    /// <summary>Some servers, Go's among them, read names in any case, and of two the last; what they would read must not be overlooked.</summary>
    private readonly void RefuseOtherCase()
    {
        // The longest name with every letter written as an escape; nothing longer can be one of them.
        Span<char> buffer = stackalloc char[LongestWritten];
        if (_reader.ValueSpan.Length > LongestWritten)
            return;
        var name = buffer[.._reader.CopyString(buffer)];
        // Two characters beyond ASCII are letters of it in another case: the long s and the sign of Kelvin.
        name.Replace('\u017F', 's');
        name.Replace('\u212A', 'k');
        foreach (var known in CheckedNames)
        {
            if (Ascii.EqualsIgnoreCase(known, name))
                throw Invalid($"The name '{Encoding.UTF8.GetString(known)}' must be written as it is here, in lower case.", "invalid_json");
        }
    }

    private readonly RequestField? FieldOf() => _reader.ValueSpan.Length switch
    {
        4 when _reader.ValueTextEquals("text"u8) => RequestField.Text,
        5 when _reader.ValueTextEquals("input"u8) => RequestField.Input,
        5 when _reader.ValueTextEquals("tools"u8) => RequestField.Tools,
        6 when _reader.ValueTextEquals("prompt"u8) => RequestField.Prompt,
        6 when _reader.ValueTextEquals("system"u8) => RequestField.System,
        8 when _reader.ValueTextEquals("messages"u8) => RequestField.Messages,
        9 when _reader.ValueTextEquals("functions"u8) => RequestField.Functions,
        11 when _reader.ValueTextEquals("tool_choice"u8) => RequestField.ToolChoice,
        12 when _reader.ValueTextEquals("instructions"u8) => RequestField.Instructions,
        13 when _reader.ValueTextEquals("function_call"u8) => RequestField.FunctionCall,
        15 when _reader.ValueTextEquals("response_format"u8) => RequestField.ResponseFormat,
        _ => null,
    };

    /// <summary>Notes where a value begins; where it ends is known when the scan, which looks at all of it, gets there.</summary>
    private void ReadPlace(RequestField field)
    {
        if (!_places[field].IsEmpty)
            throw Twice(Encoding.UTF8.GetString(_reader.ValueSpan));
        Next();
        if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            (_open, _openStart) = (field, (int)_reader.TokenStartIndex);
        else
            _places[field] = Token();
    }

    private void EndContainer()
    {
        if (_reader.CurrentDepth == 0)
            _rootEnd = (int)_reader.TokenStartIndex;
        if (_open is not { } field)
            return;
        _places[field] = new ByteRange(_openStart, (int)_reader.BytesConsumed - _openStart);
        _open = null;
    }

    private NumberField ReadNumber()
    {
        Next();
        var range = Token();
        if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            // Some provider's affair, but all of it is the value.
            _reader.Skip();
            return new NumberField(null, new ByteRange(range.Start, (int)_reader.BytesConsumed - range.Start));
        }

        return new NumberField(_reader.TokenType == JsonTokenType.Number ? WholeNumber() : null, range);
    }

    /// <summary>A number rounded up, as servers read 1e3 and 100.0 too; <c>null</c> below 0, and the largest there is where it is larger.</summary>
    private readonly long? WholeNumber()
    {
        if (_reader.TryGetInt64(out var whole))
            return whole >= 0 ? whole : null;
        // What is beyond any double, as 9e999 is, may be infinite or no number.
        if (_reader.ValueSpan[0] == (byte)'-')
            return null;
        if (!_reader.TryGetDouble(out var value))
            return long.MaxValue;
        var rounded = Math.Ceiling(value);
        return rounded >= long.MaxValue ? long.MaxValue : (long)rounded;
    }

    private void ReadChoices(SeenFields field, string name)
    {
        Once(field, name);
        if (ReadNumber().Value is { } choices)
            _choices = Math.Max(_choices, choices);
    }

    /// <summary>A short string; <c>null</c> for anything else, which is the provider's to judge.</summary>
    private string? ReadName(string field, int maxBytes)
    {
        Next();
        return _reader.TokenType == JsonTokenType.String && _reader.ValueSpan.Length is > 0 and var length && length <= maxBytes
            ? ReadString(field)
            : null;
    }

    private void ReadMetadata()
    {
        Next();
        if (_reader.TokenType != JsonTokenType.StartObject)
            return;
        var start = (int)_reader.TokenStartIndex;
        while (Next() && !(_reader.TokenType == JsonTokenType.EndObject && _reader.CurrentDepth == 1))
        {
            if (_reader.TokenType == JsonTokenType.PropertyName && _reader.CurrentDepth == 2 && _reader.ValueTextEquals("user_id"u8))
                _user ??= ReadName("metadata.user_id", 256);
        }

        _places[RequestField.Metadata] = new ByteRange(start, (int)_reader.BytesConsumed - start);
    }
}
