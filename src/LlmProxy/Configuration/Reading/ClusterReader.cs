using System.Collections.Frozen;
using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Routing;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Providers;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>Reads one cluster's <c>Llm</c> block.</summary>
internal sealed class ClusterReader
{
    private readonly string _clusterId;
    private readonly IConfigurationSection _section;
    private readonly SecretResolver _secrets;
    private readonly List<ConfigurationError> _errors = [];
    private readonly List<string> _missing = [];

    private ClusterReader(string clusterId, IConfigurationSection section, SecretResolver secrets)
    {
        _clusterId = clusterId;
        _section = section;
        _secrets = secrets;
    }

    /// <summary>Reads <paramref name="section"/>, the <c>Llm</c> block of the cluster <paramref name="clusterId"/>.</summary>
    public static ClusterReading Read(string clusterId, IConfigurationSection section, SecretResolver secrets) =>
        new ClusterReader(clusterId, section, secrets).Read();

    private ClusterReading Read()
    {
        var options = new StrictBinder(_errors).Bind<LlmClusterOptions>(_section);
        var provider = Provider(options);
        ModelRules.Check(options, _section.Path, _errors);
        ProviderRules.Check(options, provider, _section, _errors);

        // The cluster's own key is not sent where the caller's is, so its absence does not matter there.
        var key = options is { ApiKey: { } template, Credential: CredentialSource.Cluster }
            ? Resolve(nameof(options.ApiKey), template)
            : null;
        var keys = Keys(options, key);
        var headers = Headers(options);
        var stamp = new ConfigStamp().Add(_section).Add(key?.Reveal());
        keys.ForEach(one => stamp.Add(one.Key.Reveal()));
        headers.ForEach(header => stamp.Add(header.Value.Reveal()));
        _missing.ForEach(name => stamp.Add(name));

        var model = _errors.Count > 0 ? null : new LlmClusterModel
        {
            ClusterId = _clusterId,
            Provider = provider!,
            ApiKey = keys.Count > 0 ? keys[0].Key : null,
            Keys = keys,
            Timeouts = options.Timeouts,
            Breaker = options.Breaker,
            Credential = options.Credential,
            Models = [.. options.Models.Select(text => new ModelPattern(text))],
            Aliases = options.Aliases.ToFrozenDictionary(StringComparer.Ordinal),
            Headers = headers,
            ApiVersion = options.ApiVersion,
            DefaultMaxTokens = options.DefaultMaxTokens,
            Thinking = options.Thinking,
            StreamUsage = options.StreamUsage,
            MissingKeys = [.. _missing.Distinct(StringComparer.Ordinal)],
        };
        return new(_clusterId, model, stamp.Compute(), options.ApiVersion, _errors);
    }

    /// <summary>The keys that are set. The cluster can be used with any one of them; what is missing is told only where none is left.</summary>
    private List<ApiKeyModel> Keys(LlmClusterOptions options, Secret? first)
    {
        if (options.Credential != CredentialSource.Cluster)
        {
            return [];
        }

        var secrets = new List<Secret?> { first };
        var missing = _missing.Count;
        foreach (var (index, template) in options.ApiKeys.Index())
        {
            secrets.Add(Resolve($"{nameof(options.ApiKeys)}:{index}", template));
        }

        var keys = new List<ApiKeyModel>();
        foreach (var (index, secret) in secrets.Skip(options.ApiKey is null ? 1 : 0).Index())
        {
            var id = secret is null ? null : SecretHash.Of(secret);
            if (id is not null && keys.All(known => known.Id != id))
            {
                keys.Add(new(secret!, index + 1, id));
            }
        }

        if (keys.Count > 0)
        {
            _missing.RemoveRange(missing, _missing.Count - missing);
            if (first is null)
            {
                _missing.Clear();
            }
        }

        return keys;
    }

    private string? Provider(LlmClusterOptions options)
    {
        if (options.Provider is not { } name)
        {
            return null;
        }

        var known = ProviderNames.All.FirstOrDefault(p => p.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (known is null)
        {
            Add(nameof(options.Provider), $"is {SafeValue.Show(name)}, not a provider", NameSuggestion.For(name, ProviderNames.All));
        }

        return known;
    }

    private List<KeyValuePair<string, Secret>> Headers(LlmClusterOptions options)
    {
        var headers = new List<KeyValuePair<string, Secret>>();
        foreach (var (name, template) in options.Headers)
        {
            var setting = $"{nameof(options.Headers)}:{name}";
            if (HeaderRules.Problem(name) is { } problem)
            {
                Add(setting, problem.Problem, problem.Remedy);
            }
            else if (Resolve(setting, template) is { } value)
            {
                headers.Add(new(name, value));
            }
        }

        return headers;
    }

    private Secret? Resolve(string setting, string template)
    {
        var resolved = _secrets.Resolve(template);
        if (resolved.Problem is { } problem)
        {
            Add(setting, problem, SecretRules.Remedy);
        }

        _missing.AddRange(resolved.Missing);
        return resolved.Value;
    }

    private void Add(string setting, string problem, string remedy) =>
        _errors.Add(new(ConfigurationPath.Combine(_section.Path, setting), problem, remedy));
}
