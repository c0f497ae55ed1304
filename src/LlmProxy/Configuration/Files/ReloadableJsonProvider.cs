using System.Security.Cryptography;
using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Reading;
using LlmProxy.Configuration.Validation;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Files;

/// <summary>Holds the values of the last valid state of the gateway's file.</summary>
/// <remarks>
/// The framework's own JSON provider becomes empty when the file is broken or gone, and whoever reads the configuration
/// then sees nothing. This one keeps what it had until something valid stands there.
/// </remarks>
internal sealed class ReloadableJsonProvider : ConfigurationProvider, IKeyOrder, IDisposable
{
    private readonly ReloadableJsonSource _source;
    private readonly SecretFiles _secretFiles;
    private readonly Lock _loading = new();
    private volatile JsonConfigFile _file = JsonConfigFile.Empty;
    private byte[] _seen = [];
    private FileWatch? _watch;

    public ReloadableJsonProvider(ReloadableJsonSource source)
    {
        _source = source;
        _secretFiles = new SecretFiles(source.Secrets);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> NamesUnder(string path) => _file.NamesUnder(path);

    /// <summary>Loads the file; called by the framework, which tells about the change itself.</summary>
    public override void Load()
    {
        TryLoad(force: true);
        if (_source.Watch && _watch is null)
        {
            _watch = new FileWatch(_source.Path, _source.Clock, Reload, e => Publish("cannot be looked at", e));
        }
    }

    /// <summary>Looks whether the file or a secret file that it names has changed, and takes the change if it is valid.</summary>
    internal void Reload()
    {
        if (TryLoad(force: false))
        {
            Tell();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _watch?.Dispose();

    /// <summary>Tells everybody of the change. What one of them throws must not end the process: a timer's thread is under this.</summary>
    private void Tell()
    {
        try
        {
            OnReload();
        }
        catch (Exception e)
        {
            Publish("is in force, but not everywhere", e);
        }
    }

    private void Publish(string problem, Exception e)
    {
        var error = new ConfigurationError(_source.Path, problem, SafeValue.OneLine(e.GetBaseException().Message));
        _source.Status.Publish(_source.Status.Last with { Errors = [error] });
    }

    private bool TryLoad(bool force)
    {
        lock (_loading)
        {
            var errors = new List<ConfigurationError>();
            var text = GatewayFileText.Read(_source.Path, "name a file with --config FILE or LLMPROXY_CONFIG", errors);
            var seen = SHA256.HashData([.. text ?? [], (byte)(text is null ? 0 : 1)]);
            if (!force && seen.AsSpan().SequenceEqual(_seen) && !_secretFiles.HaveChanged())
            {
                return false;
            }

            _seen = seen;
            var (file, findings) = _source.Judge(text, errors, _secretFiles.Begin);
            return Settle(file, findings);
        }
    }

    private bool Settle(JsonConfigFile? file, ConfigurationFindings findings)
    {
        var last = _source.Status.Last;
        if (file is null || !findings.IsValid)
        {
            _source.Status.Publish(last with { Errors = findings.Errors, Warnings = findings.Warnings });
            return false;
        }

        _file = file;
        Data = new Dictionary<string, string?>(_file.Values, StringComparer.OrdinalIgnoreCase);
        _source.Status.Publish(new(last.Generation + 1, _source.Clock.GetUtcNow(), [], findings.Warnings));
        return true;
    }
}
