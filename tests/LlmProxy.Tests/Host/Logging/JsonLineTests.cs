using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LlmProxy.Host.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace LlmProxy.Tests.Host.Logging;

/// <summary>Each line beside the framework's own.</summary>
public sealed partial class JsonLineTests
{
    private readonly JsonConsoleFormatterOptions _options = new();
    private readonly LoggerExternalScopeProvider _scopes = new();

    [Fact]
    public void Write_EveryKindOfField_IsTheFrameworksLine()
    {
        KeyValuePair<string, object?>[] fields =
        [
            new("text", "naïve <\"日本\"> 🙂\n"), new("empty", ""), new("null", null), new("true", true), new("int", -7), new("long", long.MaxValue),
            new("double", 3.25), new("decimal", 0.000225m), new("byte", (byte)1), new("sbyte", (sbyte)-1), new("float", 1.5f), new("uint", uint.MaxValue),
            new("ulong", ulong.MaxValue), new("short", (short)-3), new("ushort", (ushort)3), new("char", 'ü'), new("other", new DateTime(2026, 1, 31)),
            new("list", new[] { 1, 2 }), new("{OriginalFormat}", "{text}"),
        ];
        AssertSame(fields, null);
    }

    [Fact]
    public void Write_MessageThatIsTheStatesOwn_IsTheFrameworksLine()
    {
        using var line = new JsonLine();
        var entry = new LogEntry<string>(LogLevel.Warning, "a", 7, "state", null, (state, _) => state);
        var text = Encoding.UTF8.GetString(line.Write(entry, _scopes, _options));
        Assert.Equal(Framework(entry), text);
        Assert.Equal("""{"EventId":7,"LogLevel":"Warning","Category":"a","Message":"state","State":{}}""" + Environment.NewLine, text);
    }

    [Fact]
    public void Write_GeneratedMessage_IsTheFrameworksLine()
    {
        var output = new MemoryStream();
        var monitor = new FixedOptions(_options);
        using (var provider = new JsonConsoleLoggerProvider(monitor, output))
            LogGenerated(provider.CreateLogger("a"), 7, null, 0.25m);

        var recorded = new Recorder(this);
        LogGenerated(recorded, 7, null, 0.25m);
        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.Equal(recorded.Line, text);
        Assert.Equal(
            """{"EventId":3,"LogLevel":"Information","Category":"a","Message":"7 of  costs 0.25","State":{"Count":7,"Name":null,"Cost":0.25,"{OriginalFormat}":"{Count} of {Name} costs {Cost}"}}""",
            text.TrimEnd().Replace("(null)", "", StringComparison.Ordinal));
    }

    [LoggerMessage(3, LogLevel.Information, "{Count} of {Name} costs {Cost}")]
    private static partial void LogGenerated(ILogger logger, int count, string? name, decimal? cost);

    [Fact]
    public void Write_StateThatIsNoListOrNothing_IsTheFrameworksLine()
    {
        AssertSame("plain", null);
        AssertSame<string?>(null, null);
        AssertSame(new Dictionary<string, object?> { ["a"] = 1, ["b"] = "two" }, null);
    }

    [Fact]
    public void Write_Exception_IsTheFrameworksLine()
    {
        var failure = new InvalidOperationException("first\nsecond", new IOException("inner"));
        AssertSame("state", failure);
        _options.JsonWriterOptions = new JsonWriterOptions { Indented = true };
        AssertSame("state", failure);
    }

    [Fact]
    public void Write_EveryLevel_IsTheFrameworksLine()
    {
        foreach (var level in Enum.GetValues<LogLevel>().Where(level => level != LogLevel.None))
            AssertSame("state", null, level);
    }

    [Fact]
    public void Write_Scopes_AreThereWhereTheyAreWanted()
    {
        using var outer = _scopes.Push("outer");
        using var inner = _scopes.Push(new Dictionary<string, object?> { ["a"] = 1 });
        AssertSame("state", null);
        _options.IncludeScopes = true;
        AssertSame("state", null);
    }

    [Fact]
    public void Write_OtherOptionsForTheSameLine_AreFollowed()
    {
        using var line = new JsonLine();
        var plain = Line(line, "é", null, LogLevel.Information, new());
        Assert.Contains("\\u00E9", plain, StringComparison.Ordinal);
        var relaxed = new JsonConsoleFormatterOptions { JsonWriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping } };
        Assert.Contains("\"é\"", Line(line, "é", null, LogLevel.Information, relaxed), StringComparison.Ordinal);
        Assert.Equal(plain, Line(line, "é", null, LogLevel.Information, new()));
    }

    [Fact]
    public void Write_Timestamp_HasItsFormat()
    {
        using var line = new JsonLine();
        var text = Line(line, "state", null, LogLevel.Information, new() { TimestampFormat = "yyyy'!'", UseUtcTimestamp = true });
        Assert.StartsWith("{\"Timestamp\":\"20", text, StringComparison.Ordinal);
        Assert.Equal("!", text.Substring("{\"Timestamp\":\"2026".Length, 1));
    }

    [Fact]
    public void Write_AfterAnEntryThatThrew_IsWhole()
    {
        using var line = new JsonLine();
        KeyValuePair<string, object?>[] bad = [new("bad", new Throwing())];
        Assert.Throws<InvalidOperationException>(() => Line(line, bad, null, LogLevel.Information, _options));
        Assert.Equal(Framework("state", null, LogLevel.Information), Line(line, "state", null, LogLevel.Information, _options));
    }

    private void AssertSame<TState>(TState state, Exception? exception, LogLevel level = LogLevel.Information)
    {
        using var line = new JsonLine();
        var expected = Framework(state, exception, level);
        Assert.Equal(expected, Line(line, state, exception, level, _options));
        // The same again, by what is kept.
        Assert.Equal(expected, Line(line, state, exception, level, _options));
    }

    private string Line<TState>(JsonLine line, TState state, Exception? exception, LogLevel level, JsonConsoleFormatterOptions options) =>
        Encoding.UTF8.GetString(line.Write(Entry(state, exception, level), _scopes, options));

    private string Framework<TState>(TState state, Exception? exception, LogLevel level) => Framework(Entry(state, exception, level));

    private string Framework<TState>(LogEntry<TState> entry)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddJsonConsole(options =>
        {
            options.IncludeScopes = _options.IncludeScopes;
            options.JsonWriterOptions = _options.JsonWriterOptions;
        }));
        using var provider = services.BuildServiceProvider();
        var formatter = provider.GetServices<ConsoleFormatter>().Single(one => one.Name == ConsoleFormatterNames.Json);
        using var text = new StringWriter();
        formatter.Write(entry, _scopes, text);
        return text.ToString();
    }

    private static LogEntry<TState> Entry<TState>(TState state, Exception? exception, LogLevel level) =>
        new(level, "LlmProxy.Requests", new EventId(100, "RequestFinished"), state, exception, (_, _) => "the <message>");

    /// <summary>Keeps the framework's line.</summary>
    private sealed class Recorder(JsonLineTests tests) : ILogger
    {
        public string Line { get; private set; } = "";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Line = tests.Framework(new LogEntry<TState>(logLevel, "a", eventId, state, exception, formatter));
    }

    private sealed class FixedOptions(JsonConsoleFormatterOptions options) : IOptionsMonitor<JsonConsoleFormatterOptions>
    {
        public JsonConsoleFormatterOptions CurrentValue => options;

        public JsonConsoleFormatterOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<JsonConsoleFormatterOptions, string?> listener) => null;
    }

    private sealed class Throwing
    {
        public override string ToString() => throw new InvalidOperationException("No text.");
    }
}
