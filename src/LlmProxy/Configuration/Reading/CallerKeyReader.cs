using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Tenancy;
using LlmProxy.Tenancy.Keys;
using LlmProxy.Tenancy.Settings;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>Reads <c>LlmProxy:Keys</c>.</summary>
internal sealed class CallerKeyReader(IConfigurationSection proxy, SecretResolver secrets, ICollection<ConfigurationError> errors)
{
    /// <summary>What the id of a key of the configuration begins with.</summary>
    public const string IdPrefix = "key_config_";

    private const int MinKeyLength = 16;
    private const int MinHashKeyLength = 32;
    private const int MaxNameLength = 64;

    private readonly string _path = ConfigurationPath.Combine(proxy.Path, nameof(LlmProxyOptions.Keys));
    private readonly List<string> _missing = [];

    /// <summary>Reads it.</summary>
    public KeyModel Read(KeyOptions options, IDictionary<string, TenantOptions> tenants)
    {
        var hashKey = HashKey(options.HashKey);
        var keys = new List<StaticKeyModel>();
        for (var i = 0; i < options.Static.Count; i++)
            keys.Add(Read(options.Static[i], $"{_path}:{nameof(options.Static)}:{i}"));
        CheckNames(options.Static);
        CheckSecrets(keys);
        CheckTenants(options.Static, tenants);
        return new()
        {
            Required = options.Required,
            HashKey = hashKey,
            UnknownObjects = options.UnknownObjects,
            Static = keys,
            Missing = _missing,
        };
    }

    private Secret? HashKey(string? template)
    {
        if (template is null)
            return null;
        var path = $"{_path}:{nameof(KeyOptions.HashKey)}";
        var resolved = secrets.Resolve(template);
        if (resolved.Problem is { } problem)
            errors.Add(new(path, problem, SecretRules.Remedy));
        else if (resolved.Value is null)
            errors.Add(new(path, $"needs {string.Join(", ", resolved.Missing)}, which is not set", "set it: without it no stored key would work"));
        else if (resolved.Value.Reveal().Length < MinHashKeyLength)
            errors.Add(new(path, $"is shorter than {MinHashKeyLength} characters", "make one with 'openssl rand -base64 32'"));
        return resolved.Value;
    }

    private StaticKeyModel Read(StaticKeyOptions options, string path)
    {
        var resolved = options.Key is { } template ? secrets.Resolve(template) : new(null, [], null);
        if (resolved.Problem is { } problem)
            errors.Add(new($"{path}:{nameof(options.Key)}", problem, SecretRules.Remedy));
        if (resolved.Value?.Reveal() is { Length: < MinKeyLength or > KeyHasher.MaxKeyLength })
            errors.Add(new($"{path}:{nameof(options.Key)}", $"has fewer than {MinKeyLength} characters, or more than {KeyHasher.MaxKeyLength}", "make one with 'openssl rand -hex 24'"));
        _missing.AddRange(resolved.Missing.Except(_missing));
        var caller = new Caller
        {
            KeyId = IdPrefix + options.Name,
            Tenant = options.Tenant,
            User = options.User,
            Tags = [.. options.Tags],
            Scopes = KeyScopeReader.Read([.. options.Models], [.. options.Routes], [.. options.Endpoints], (list, index, wrong, remedy) =>
                errors.Add(new($"{path}:{list}:{index}", wrong, remedy))),
            Limits = options.Limits,
        };
        return new(resolved.Value, caller, options.Expires);
    }

    private void CheckNames(IList<StaticKeyOptions> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var path = $"{_path}:{nameof(KeyOptions.Static)}:{i}:{nameof(StaticKeyOptions.Name)}";
            if (keys[i].Name is not { } name)
                continue;
            if (name.Length > MaxNameLength || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
                errors.Add(new(path, $"is {SafeValue.Show(name)}", $"write letters, digits, '-', '_' and '.', at most {MaxNameLength}"));
            else if (keys.Take(i).Any(other => name.Equals(other.Name, StringComparison.OrdinalIgnoreCase)))
                errors.Add(new(path, $"is {SafeValue.Show(name)} again", "give each key a name of its own: its id is made of it"));
        }
    }

    /// <summary>One secret for two keys would let the later one's scopes never hold.</summary>
    private void CheckSecrets(List<StaticKeyModel> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Secret is { } secret && keys.FindIndex(other => other.Secret?.Reveal() == secret.Reveal()) is var first && first < i)
                errors.Add(new($"{_path}:{nameof(KeyOptions.Static)}:{i}:{nameof(StaticKeyOptions.Key)}", $"is the same secret as that of key {first}", "give each key a secret of its own"));
        }
    }

    /// <summary>Where tenants are declared, a name that is none of them is a typo: its limits would not be found.</summary>
    private void CheckTenants(IList<StaticKeyOptions> keys, IDictionary<string, TenantOptions> tenants)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (tenants.Count > 0 && keys[i].Tenant is { } tenant && !tenants.ContainsKey(tenant))
            {
                errors.Add(new(
                    $"{_path}:{nameof(KeyOptions.Static)}:{i}:{nameof(StaticKeyOptions.Tenant)}", $"is {SafeValue.Show(tenant)}, which is none of {LlmProxyOptions.Section}:{nameof(LlmProxyOptions.Tenants)}",
                    NameSuggestion.For(tenant, tenants.Keys)));
            }
        }
    }
}
