using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace LlmProxy.Host.Logging;

/// <summary>Logs JSON lines to standard output: those of the framework's <c>json</c> console, for less.</summary>
/// <remarks>The framework makes each line three times over (UTF-8, a string, another string) and wakes a thread for it.</remarks>
[ProviderAlias("Console")]
internal sealed class JsonConsoleLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly IDisposable? _reload;
    private volatile JsonConsoleFormatterOptions _options;

    /// <summary>For the console.</summary>
    public JsonConsoleLoggerProvider(IOptionsMonitor<JsonConsoleFormatterOptions> options)
        : this(options, Console.OpenStandardOutput())
    {
    }

    /// <summary>For any stream.</summary>
    internal JsonConsoleLoggerProvider(IOptionsMonitor<JsonConsoleFormatterOptions> options, Stream stream)
    {
        _options = options.CurrentValue;
        _reload = options.OnChange(changed => _options = changed);
        Output = new LineOutput(stream);
    }

    /// <summary>How lines look, as <c>Logging:Console:FormatterOptions</c> says now.</summary>
    public JsonConsoleFormatterOptions Options => _options;

    /// <summary>The scopes that lines may tell of.</summary>
    public IExternalScopeProvider? Scopes { get; private set; }

    /// <summary>Where lines go.</summary>
    public LineOutput Output { get; }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new JsonConsoleLogger(categoryName, this);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
        _reload?.Dispose();
        Output.Dispose();
    }
}
