using System.Security.Cryptography;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Files;
using LlmProxy.Metering.Prices.Catalogue;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Metering.Prices;

/// <summary>Loads the catalogue's file, at start and whenever it changes or the configuration names another.</summary>
/// <remarks>
/// A file that is not wholly right is refused with everything that is wrong, and the last good prices stay. The file beside the program
/// is part of what is installed: it is read once and not watched.
/// </remarks>
internal sealed partial class PriceFiles(
    PriceState prices, LlmConfigState configuration, TimeProvider clock, ILogger<PriceFiles> logger, IConfigurationStatus? status = null)
    : IHostedService, IConfigChangeListener, IDisposable
{
    /// <summary>The file's name where the configuration does not say.</summary>
    public const string DefaultName = "prices.json";

    private readonly Lock _loading = new();
    private volatile IReadOnlyList<ConfigurationError> _errors = [];
    private bool _started;
    private string? _path;
    private byte[]? _seen;
    private FileWatch? _watch;

    /// <summary>Why the file as it is now is refused; empty: it is in force.</summary>
    public IReadOnlyList<ConfigurationError> Errors => _errors;

    private string Folder => ConfigurationFolder.Of(status);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = true;
        Follow();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_loading)
        {
            _started = false;
            _watch?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => Follow();

    /// <inheritdoc/>
    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception)
    {
        // The last good configuration stays, and so its file.
    }

    /// <inheritdoc/>
    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
        // Not in force yet.
    }

    /// <inheritdoc/>
    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception)
    {
        // As above.
    }

    /// <summary>Looks whether the file has changed, and takes the change if it is right.</summary>
    internal void Reload()
    {
        lock (_loading)
        {
            if (_path is not { } path)
                return;
            var errors = new List<ConfigurationError>();
            var text = GatewayFileText.Read(path, "name a price catalogue in LlmProxy:Prices:File, or leave it out", errors);
            var seen = text is null ? [] : SHA256.HashData(text);
            if (_seen is not null && seen.AsSpan().SequenceEqual(_seen))
                return;
            _seen = seen;
            Take(text is null ? null : PriceBookReader.Read(text, path, errors), errors);
        }
    }

    /// <summary>Turns to the file that the configuration names now.</summary>
    private void Follow()
    {
        lock (_loading)
        {
            var (path, isWatched) = Locate(configuration.Current.Proxy.Prices.File);
            if (!_started || (_path == path && _seen is not null))
                return;
            _watch?.Dispose();
            (_path, _seen, _errors) = (path, null, []);
            if (path is null)
                prices.Book = BuiltInPrices.Book;
            _watch = isWatched ? new FileWatch(path!, clock, Reload, Failed) : null;
            Reload();
        }
    }

    private void Failed(Exception e)
    {
        var error = new ConfigurationError(_path ?? DefaultName, "cannot be looked at", Configuration.Binding.SafeValue.OneLine(e.Message));
        _errors = [error];
        Log.Error(logger, error);
    }

    private (string? Path, bool IsWatched) Locate(string? named)
    {
        if (named is not null)
            return (Path.GetFullPath(named, Folder), true);
        var beside = Path.Combine(Folder, DefaultName);
        if (File.Exists(beside))
            return (beside, true);
        var installed = Path.Combine(AppContext.BaseDirectory, "config", DefaultName);
        return (File.Exists(installed) ? installed : null, false);
    }

    private void Take(PriceBook? book, List<ConfigurationError> errors)
    {
        _errors = errors;
        if (book is not null)
        {
            prices.Book = book;
            Log.Loaded(logger, book.Source, book.Version, book.Count);
            return;
        }

        Log.Refused(logger, _path!, errors.Count, prices.Book.Version);
        foreach (var error in errors)
            Log.Error(logger, error);
    }

    // Event ids 430 to 439. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(430, LogLevel.Information, "Prices are those of {Source}, version {Version}, {Count} models.", EventName = "PricesLoaded")]
        public static partial void Loaded(ILogger logger, string source, string version, int count);

        [LoggerMessage(431, LogLevel.Error, "Price file {Source} is refused, {Count} errors; version {Version} stays in force.", EventName = "PricesRefused")]
        public static partial void Refused(ILogger logger, string source, int count, string version);

        [LoggerMessage(432, LogLevel.Error, "{Error}", EventName = "PriceError")]
        public static partial void Error(ILogger logger, ConfigurationError error);
    }
}
