using System.Collections.Frozen;
using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Routing;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Metering.Prices;
using LlmProxy.Providers;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>Reads one cluster's <c>Llm</c> block.</summary>
internal sealed class ClusterReader
{
    private readonly string _clusterId;
    private readonly IConfigurationSection _cluster;
    private readonly IConfigurationSection _section;
    private readonly SecretResolver _secrets;
    private readonly List<ConfigurationError> _errors = [];

    private ClusterReader(IConfigurationSection cluster, IConfigurationSection section, SecretResolver secrets)
    {
        _clusterId = cluster.Key;
        _cluster = cluster;
        _section = section;
        _secrets = secrets;
    }

    /// <summary>Reads <paramref name="section"/>, the <c>Llm</c> block of the cluster <paramref name="cluster"/>.</summary>
    public static ClusterReading Read(IConfigurationSection cluster, IConfigurationSection section, SecretResolver secrets) =>
        new ClusterReader(cluster, section, secrets).Read();

    private ClusterReading Read()
    {
        var options = new StrictBinder(_errors).Bind<LlmClusterOptions>(_section);
        var provider = Provider(options);
        ModelRules.Check(options, _section.Path, _errors);
        ProviderRules.Check(options, provider, _section, _errors);
        TimeoutRules.Check(options.Timeouts, $"{_section.Path}:{nameof(options.Timeouts)}", _errors);
        BreakerRules.Check(options.Breaker, $"{_section.Path}:{nameof(options.Breaker)}", _errors);

        var (keys, missingKeys) = new KeyReader(_section, _secrets, _errors).Read(options);
        var (headers, missingHeaders) = Headers(options);
        // The vendor comes from addresses, which stand outside of the block; routes hold the cluster's model.
        var vendor = provider is null ? null : PriceVendors.Of(provider, Hosts());
        var stamp = new ConfigStamp().Add(_section).Add(vendor);
        keys.ForEach(one => stamp.Add(one.Key.Reveal()));
        headers.ForEach(header => stamp.Add(header.Value.Reveal()));
        missingKeys.ForEach(name => stamp.Add(name));
        missingHeaders.ForEach(name => stamp.Add(name));

        // Any one key is enough; without a header the provider would take the request for somebody else's.
        List<string> lacks = keys.Count > 0 ? missingHeaders : [.. missingKeys, .. missingHeaders];
        var model = _errors.Count > 0 ? null : new LlmClusterModel
        {
            ClusterId = _clusterId,
            Provider = provider!,
            PriceVendor = vendor,
            ApiKey = keys.Count > 0 ? keys[0].Key : null,
            Keys = keys,
            Timeouts = options.Timeouts,
            Breaker = options.Breaker,
            Weights = options.Weights.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            PriceFactors = options.PriceFactors.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            LeastLatency = options.LeastLatency,
            PrefixAffinity = options.PrefixAffinity,
            Credential = options.Credential,
            Models = [.. options.Models.Select(text => new ModelPattern(text))],
            Aliases = options.Aliases.ToFrozenDictionary(StringComparer.Ordinal),
            Headers = headers,
            ApiVersion = options.ApiVersion,
            DefaultMaxTokens = options.DefaultMaxTokens,
            Thinking = options.Thinking,
            StreamUsage = options.StreamUsage,
            MissingKeys = [.. lacks.Distinct(StringComparer.Ordinal)],
            MissingSpares = keys.Count > 0 ? missingKeys : [],
        };
        return new(_clusterId, model, stamp.Compute(), options.ApiVersion, PerDestination(options), _errors);
    }

    private static List<(string, string)> PerDestination(LlmClusterOptions options) =>
    [
        .. options.Weights.Keys.Select(name => (nameof(options.Weights), name)),
        .. options.PriceFactors.Keys.Select(name => (nameof(options.PriceFactors), name)),
    ];

    private IEnumerable<string> Hosts() => _cluster.GetSection("Destinations").GetChildren()
        .Select(destination => Uri.TryCreate(destination["Address"], UriKind.Absolute, out var address) ? address.Host : "");

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

    private (List<KeyValuePair<string, Secret>> Headers, List<string> Missing) Headers(LlmClusterOptions options)
    {
        var headers = new List<KeyValuePair<string, Secret>>();
        var missing = new List<string>();
        foreach (var (name, template) in options.Headers)
        {
            var setting = $"{nameof(options.Headers)}:{name}";
            if (HeaderRules.Problem(name) is { } problem)
            {
                Add(setting, problem.Problem, problem.Remedy);
                continue;
            }

            var resolved = _secrets.Resolve(template);
            missing.AddRange(resolved.Missing);
            if (resolved.Problem is { } wrong)
            {
                Add(setting, wrong, SecretRules.Remedy);
            }
            else if (resolved.Value is { } value)
            {
                headers.Add(new(name, value));
            }
        }

        return (headers, missing);
    }

    private void Add(string setting, string problem, string remedy) =>
        _errors.Add(new(ConfigurationPath.Combine(_section.Path, setting), problem, remedy));
}
