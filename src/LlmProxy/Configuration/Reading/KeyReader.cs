using LlmProxy.Configuration.Secrets;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>Reads a cluster's keys, of which any one is enough.</summary>
internal sealed class KeyReader(IConfigurationSection section, SecretResolver secrets, ICollection<ConfigurationError> errors)
{
    private readonly List<ApiKeyModel> _keys = [];
    private readonly List<string> _missing = [];

    /// <summary>Reads them.</summary>
    /// <returns>The keys that are there, each once, and the names of variables and files behind those that are not.</returns>
    public (List<ApiKeyModel> Keys, List<string> Missing) Read(LlmClusterOptions options)
    {
        // The cluster's own key is not sent where the caller's is, so its absence does not matter there.
        if (options.Credential != CredentialSource.Cluster)
        {
            if (options.ApiKeys.Count > 0)
            {
                Add(
                    nameof(options.ApiKeys),
                    $"is not used where {nameof(options.Credential)} is '{options.Credential}'",
                    $"remove it, or set {nameof(options.Credential)} to '{CredentialSource.Cluster}'");
            }

            return (_keys, _missing);
        }

        var templates = new List<(string Setting, string Text)>();
        if (options.ApiKey is { } first)
        {
            templates.Add((nameof(options.ApiKey), first));
        }

        templates.AddRange(options.ApiKeys.Select((text, index) => ($"{nameof(options.ApiKeys)}:{index}", text)));
        foreach (var (index, (setting, text)) in templates.Index())
        {
            var known = templates.FindIndex(template => template.Text == text);
            if (known < index)
            {
                // The text itself may be a key.
                Add(setting, $"is the same as {templates[known].Setting}", "remove one of the two");
            }
            else
            {
                Resolve(setting, text, index + 1);
            }
        }

        return (_keys, _missing);
    }

    private void Resolve(string setting, string text, int number)
    {
        var resolved = secrets.Resolve(text);
        if (resolved.Problem is { } problem)
        {
            Add(setting, problem, SecretRules.Remedy);
        }

        _missing.AddRange(resolved.Missing.Except(_missing));
        if (resolved.Value is { } key && SecretHash.Of(key) is var id && _keys.TrueForAll(other => other.Id != id))
        {
            _keys.Add(new(key, number, id));
        }
    }

    private void Add(string setting, string problem, string remedy) =>
        errors.Add(new(ConfigurationPath.Combine(section.Path, setting), problem, remedy));
}
