using System.Buffers;
using System.CodeDom.Compiler;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace LlmProxy.Host.Logging;

/// <summary>Writes a log entry as the line that the framework's JSON formatter would write, byte by byte, but straight into UTF-8.</summary>
/// <remarks>One thread uses one of these at a time, again and again: writer and buffer are kept.</remarks>
internal sealed class JsonLine : IDisposable
{
    private static readonly byte[] NewLine = Encoding.UTF8.GetBytes(Environment.NewLine);

    private readonly ArrayBufferWriter<byte> _buffer = new(2048);
    private Utf8JsonWriter? _writer;
    private JsonConsoleFormatterOptions? _options;

    /// <summary>How much memory it holds, in bytes.</summary>
    public int Capacity => _buffer.Capacity;

    /// <summary>Writes <paramref name="entry"/>.</summary>
    /// <returns>The line with its end, valid until the next one; empty where there is nothing to say.</returns>
    public ReadOnlySpan<byte> Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, JsonConsoleFormatterOptions options)
    {
        _buffer.ResetWrittenCount();
        var message = entry.Formatter(entry.State, entry.Exception);
        if (entry.Exception is null && message is null)
            return default;
        var json = Writer(options);
        json.WriteStartObject();
        if (options.TimestampFormat is { } format)
            json.WriteString("Timestamp", Now(options).ToString(format, CultureInfo.CurrentCulture));
        json.WriteNumber("EventId", entry.EventId.Id);
        json.WriteString("LogLevel", Name(entry.LogLevel));
        json.WriteString("Category", entry.Category);
        json.WriteString("Message", message);
        if (entry.Exception is { } exception)
            json.WriteString("Exception", exception.ToString());
        if (entry.State is { } state)
            WriteState(json, state, StateKind<TState>.SaysTheMessage ? message : state.ToString(), message);
        if (options.IncludeScopes && scopes is not null)
        {
            json.WriteStartArray("Scopes");
            scopes.ForEachScope(WriteScope, json);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        _buffer.Write(NewLine);
        return _buffer.WrittenSpan;
    }

    public void Dispose() => _writer?.Dispose();

    private Utf8JsonWriter Writer(JsonConsoleFormatterOptions options)
    {
        if (_writer is not null && ReferenceEquals(_options, options))
        {
            // What an entry left that failed to be written is forgotten, too.
            _writer.Reset();
            return _writer;
        }

        _options = options;
        return _writer = new Utf8JsonWriter(_buffer, options.JsonWriterOptions);
    }

    private static DateTimeOffset Now(JsonConsoleFormatterOptions options) =>
        options.UseUtcTimestamp ? TimeProvider.System.GetUtcNow() : TimeProvider.System.GetLocalNow();

    private static void WriteState(Utf8JsonWriter json, object state, string? text, string? message)
    {
        json.WriteStartObject("State");
        if (text != message)
            json.WriteString("Message", text);
        // By index: an enumerator would be one object more.
        if (state is IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            for (var i = 0; i < fields.Count; i++)
                WriteField(json, fields[i]);
        }

        json.WriteEndObject();
    }

    private static void WriteScope(object? scope, Utf8JsonWriter json)
    {
        if (scope is not IEnumerable<KeyValuePair<string, object?>> fields)
        {
            json.WriteStringValue(Convert.ToString(scope, CultureInfo.InvariantCulture));
            return;
        }

        json.WriteStartObject();
        json.WriteString("Message", scope.ToString());
        foreach (var field in fields)
            WriteField(json, field);
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, KeyValuePair<string, object?> field)
    {
        switch (field.Value)
        {
            case null: json.WriteNull(field.Key); break;
            case string value: json.WriteString(field.Key, value); break;
            case bool value: json.WriteBoolean(field.Key, value); break;
            case int value: json.WriteNumber(field.Key, value); break;
            case long value: json.WriteNumber(field.Key, value); break;
            case double value: json.WriteNumber(field.Key, value); break;
            case decimal value: json.WriteNumber(field.Key, value); break;
            case byte value: json.WriteNumber(field.Key, value); break;
            case sbyte value: json.WriteNumber(field.Key, value); break;
            case float value: json.WriteNumber(field.Key, value); break;
            case uint value: json.WriteNumber(field.Key, value); break;
            case ulong value: json.WriteNumber(field.Key, value); break;
            case short value: json.WriteNumber(field.Key, value); break;
            case ushort value: json.WriteNumber(field.Key, value); break;
            case char value: json.WriteString(field.Key, new ReadOnlySpan<char>(in value)); break;
            case var value: json.WriteString(field.Key, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "Trace",
        LogLevel.Debug => "Debug",
        LogLevel.Information => "Information",
        LogLevel.Warning => "Warning",
        LogLevel.Error => "Error",
        LogLevel.Critical => "Critical",
        _ => throw new SwitchExpressionException(level),
    };

    private static class StateKind<TState>
    {
        /// <summary>Whether the message is the state's own text: so it is in all that <see cref="LoggerMessageAttribute"/> generates, and need not be made twice.</summary>
        public static readonly bool SaysTheMessage =
            typeof(TState).GetCustomAttribute<GeneratedCodeAttribute>() is { Tool: "Microsoft.Extensions.Logging.Generators" };
    }
}
