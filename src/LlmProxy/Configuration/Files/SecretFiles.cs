using LlmProxy.Configuration.Secrets;

namespace LlmProxy.Configuration.Files;

/// <summary>Remembers which secrets the last load read, so that a rotated one is noticed.</summary>
internal sealed class SecretFiles(SecretResolver secrets)
{
    private Dictionary<string, string?> _read = new(StringComparer.Ordinal);

    /// <summary>A resolver that remembers; what earlier loads read is forgotten.</summary>
    public SecretResolver Begin()
    {
        var read = _read = new(StringComparer.Ordinal);
        return secrets.Observed((path, text) => read[path] = text);
    }

    /// <summary>Whether a secret file holds something else than it did.</summary>
    public bool HaveChanged() => _read.Any(pair => secrets.ReadFile(pair.Key) != pair.Value);
}
