namespace LlmProxy.Configuration.Files;

/// <summary>Where the gateway's configuration came from, and how its last load went. Safe to read from anywhere.</summary>
public sealed class ConfigurationStatus : IConfigurationStatus
{
    private volatile ConfigurationLoad _last = new(0, default, [], []);

    internal ConfigurationStatus(string source) => Source = source;

    /// <summary>The file, with its full path.</summary>
    public string Source { get; }

    /// <summary>The last load, good or bad, as one piece.</summary>
    public ConfigurationLoad Last => _last;

    /// <inheritdoc/>
    public DateTimeOffset LoadedAt => _last.LoadedAt;

    /// <inheritdoc/>
    public IReadOnlyList<string> LastErrors => [.. _last.Errors.Select(error => error.ToString())];

    /// <summary>Raised after every load, on the thread that did it.</summary>
    internal event Action<ConfigurationStatus>? Changed;

    internal void Publish(ConfigurationLoad load)
    {
        _last = load;
        Changed?.Invoke(this);
    }
}
