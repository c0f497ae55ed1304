using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails;

/// <summary>The guards that routes can name. Immutable.</summary>
internal sealed class GuardCatalogue(IReadOnlyDictionary<string, GuardEntry> guards)
{
    /// <summary>No guards.</summary>
    public static readonly GuardCatalogue Empty = new(new Dictionary<string, GuardEntry>());

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Names => guards.Keys.Order(StringComparer.Ordinal);

    /// <summary>The guard of this name; <c>null</c>: there is none, or its configuration is wrong.</summary>
    public Guard? Find(string name) => guards.TryGetValue(name, out var entry) ? entry.Guard : null;

    /// <summary>Whether the guard of this name can stand that way.</summary>
    public bool CanStand(string name, GuardDirections direction) => guards.TryGetValue(name, out var entry) && (entry.Directions & direction) != 0;

    /// <summary>The guards that a route names at <paramref name="path"/>.</summary>
    public RouteGuards Of(RouteGuardrailOptions options, string path, ICollection<ConfigurationError> errors)
    {
        var input = Of(options.Input, GuardDirections.Input, $"{path}:{nameof(options.Input)}", errors);
        var output = Of(options.Output, GuardDirections.Output, $"{path}:{nameof(options.Output)}", errors);
        return input.Count + output.Count == 0 ? RouteGuards.None : new(input, output) { Unguarded = options.Unguarded };
    }

    private List<Guard> Of(IList<string> names, GuardDirections direction, string path, ICollection<ConfigurationError> errors)
    {
        var found = new List<Guard>();
        for (var i = 0; i < names.Count; i++)
        {
            if (!guards.TryGetValue(names[i], out var entry))
                errors.Add(new($"{path}:{i}", $"is {SafeValue.Show(names[i])}, which is no guard", NameSuggestion.For(names[i], Names)));
            else if ((entry.Directions & direction) == 0)
                errors.Add(new($"{path}:{i}", $"is '{names[i]}', which cannot judge {(direction == GuardDirections.Input ? "requests" : "answers")}", $"name it under {(direction == GuardDirections.Input ? "Output" : "Input")}"));
            else if (entry.Guard is { } guard && found.Exists(other => other.Name.Equals(guard.Name, StringComparison.OrdinalIgnoreCase)))
                errors.Add(new($"{path}:{i}", $"names '{names[i]}' again", "name each guard once"));
            else if (entry.Guard is { } fresh)
                found.Add(fresh);
        }

        return found;
    }
}
