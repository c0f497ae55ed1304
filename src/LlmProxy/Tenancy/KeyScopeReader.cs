using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Routing;
using LlmProxy.Endpoints;

namespace LlmProxy.Tenancy;

/// <summary>Reads a key's scopes from their names.</summary>
internal static class KeyScopeReader
{
    /// <summary>Most names of one kind.</summary>
    public const int MaxNames = 100;

    /// <summary>Reads them.</summary>
    /// <param name="models">Names or patterns.</param>
    /// <param name="routes">Ids of routes.</param>
    /// <param name="endpoints">Names of <see cref="LlmEndpoint"/>; case does not matter.</param>
    /// <param name="wrong">Told of each that cannot be: the list's name, the place in it, what is wrong, and what would be right.</param>
    public static KeyScopes Read(
        IReadOnlyList<string> models, IReadOnlyList<string> routes, IReadOnlyList<string> endpoints, Action<string, int, string, string> wrong)
    {
        CheckNames(nameof(KeyScopes.Models), models, wrong);
        CheckNames(nameof(KeyScopes.Routes), routes, wrong);
        if (models.Count == 0 && routes.Count == 0 && endpoints.Count == 0)
            return KeyScopes.All;
        var named = new List<LlmEndpoint>();
        for (var i = 0; i < endpoints.Count; i++)
        {
            if (Endpoint(endpoints[i]) is { } endpoint)
                named.Add(endpoint);
            else
                wrong(nameof(KeyScopes.Endpoints), i, $"is {SafeValue.Show(endpoints[i] ?? "")}, which is no endpoint", NameSuggestion.For(endpoints[i] ?? "", Enum.GetNames<LlmEndpoint>()));
        }

        return new KeyScopes
        {
            Models = [.. models.Where(IsName).Select(text => new ModelPattern(text))],
            Routes = [.. routes],
            Endpoints = named,
        };
    }

    private static LlmEndpoint? Endpoint(string name)
    {
        // By name alone: the framework would take a number too.
        var known = Array.Find(Enum.GetNames<LlmEndpoint>(), known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return known is null ? null : Enum.Parse<LlmEndpoint>(known);
    }

    private static void CheckNames(string list, IReadOnlyList<string> names, Action<string, int, string, string> wrong)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (!IsName(names[i]))
                wrong(list, i, "is empty, or longer than 256 characters", "write a name, or remove it from the list");
        }

        if (names.Count > MaxNames)
            wrong(list, MaxNames, $"is one of {names.Count}", $"name at most {MaxNames}, or use patterns");
    }

    private static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= 256;
}
