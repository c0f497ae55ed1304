using System.Globalization;
using System.Text;
using System.Text.Json;
using LlmProxy.Configuration.Binding;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Files;

/// <summary>
/// Parses a JSON configuration, with comments and trailing commas. Says where text is broken and which names stand twice,
/// which the framework's parser does not.
/// </summary>
internal ref struct JsonConfigParser
{
    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 64,
    };

    private readonly ReadOnlySpan<byte> _text;
    private readonly string _file;
    private readonly List<ConfigurationError> _errors;
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IReadOnlyList<string>> _names = new(StringComparer.OrdinalIgnoreCase);
    private Utf8JsonReader _reader;

    private JsonConfigParser(ReadOnlySpan<byte> text, string file, List<ConfigurationError> errors)
    {
        _text = text;
        _file = file;
        _errors = errors;
        _reader = new Utf8JsonReader(text, Options);
    }

    /// <summary>Parses <paramref name="text"/>; what is wrong is added to <paramref name="errors"/>.</summary>
    /// <param name="text">UTF-8, with or without its mark.</param>
    /// <param name="file">The file's name, for errors in the text itself.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <returns>What the text holds; <c>null</c> if anything is wrong.</returns>
    public static JsonConfigFile? Parse(ReadOnlySpan<byte> text, string file, List<ConfigurationError> errors)
    {
        if (text.StartsWith(Encoding.UTF8.Preamble))
        {
            text = text[Encoding.UTF8.Preamble.Length..];
        }

        if (text.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            errors.Add(new(file, "is empty", "write at least {}"));
            return null;
        }

        var before = errors.Count;
        var parser = new JsonConfigParser(text, file, errors);
        try
        {
            parser.ParseRoot();
        }
        catch (JsonException e)
        {
            var place = string.Create(
                CultureInfo.InvariantCulture, $"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}");
            errors.Add(new(file, $"is not JSON at {place}", WithoutPlace(e.Message)));
        }

        return errors.Count > before ? null : new(parser._values, parser._names);
    }

    private void ParseRoot()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _errors.Add(new(_file, "is not an object", "begin it with { and end it with }"));
            return;
        }

        ParseObject("");

        // Finds what stands behind the object.
        _reader.Read();
    }

    private void ParseObject(string path)
    {
        var names = new List<string>();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _reader.GetString()!;
            var child = path.Length == 0 ? name : ConfigurationPath.Combine(path, name);
            if (names.Contains(name, StringComparer.OrdinalIgnoreCase) || _values.ContainsKey(child))
            {
                _errors.Add(new(child, $"stands a second time in line {Line()}", "remove one of the two; the case of letters does not tell names apart"));
            }

            names.Add(name);
            _reader.Read();
            ParseValue(child);
        }

        _names[path] = names;
        if (names.Count == 0 && path.Length > 0)
        {
            _values[path] = null;
        }
    }

    private void ParseArray(string path)
    {
        var count = 0;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            ParseValue(ConfigurationPath.Combine(path, count.ToString(CultureInfo.InvariantCulture)));
            count++;
        }

        if (count == 0)
        {
            _values[path] = "";
        }
    }

    private void ParseValue(string path)
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ParseObject(path);
                break;
            case JsonTokenType.StartArray:
                ParseArray(path);
                break;
            case JsonTokenType.String:
                _values[path] = _reader.GetString();
                break;
            case JsonTokenType.Null:
                _values[path] = null;
                break;
            default:
                // Numbers as they were written; the framework writes true and false with capitals.
                _values[path] = _reader.TokenType switch
                {
                    JsonTokenType.True => bool.TrueString,
                    JsonTokenType.False => bool.FalseString,
                    _ => Encoding.UTF8.GetString(_reader.ValueSpan),
                };
                break;
        }
    }

    private readonly int Line() => _text[..(int)_reader.TokenStartIndex].Count((byte)'\n') + 1;

    // The message ends with the place, counted from zero.
    private static string WithoutPlace(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return SafeValue.OneLine(end < 0 ? message : message[..end]);
    }
}
