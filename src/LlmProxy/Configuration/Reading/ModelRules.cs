using LlmProxy.Configuration.Binding;

namespace LlmProxy.Configuration.Reading;

/// <summary>Checks a cluster's models and aliases.</summary>
internal static class ModelRules
{
    /// <summary>Notes every doubled model, stray space, alias with a wildcard and circle of aliases.</summary>
    public static void Check(LlmClusterOptions options, string path, ICollection<ConfigurationError> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, model) in options.Models.Index())
        {
            var where = $"{path}:{nameof(options.Models)}:{index}";
            if (model.Trim() != model)
            {
                errors.Add(new(where, $"is {SafeValue.Show(model)}, with a space at its edge", "remove the space"));
            }
            else if (!seen.Add(model))
            {
                errors.Add(new(where, $"lists {SafeValue.Show(model)} again", "remove one of the two"));
            }
            else if (options.Aliases.ContainsKey(model))
            {
                errors.Add(new(where, $"lists {SafeValue.Show(model)}, which is an alias too", "remove it here or there"));
            }
        }

        foreach (var alias in options.Aliases.Keys)
        {
            var where = $"{path}:{nameof(options.Aliases)}:{alias}";
            if (alias.Contains('*'))
            {
                errors.Add(new(where, "has a '*', but an alias is one exact name", "write the name in full"));
            }
            else if (IsCircle(alias, options.Aliases))
            {
                errors.Add(new(where, "leads back to itself", "let it name a model of the provider"));
            }
        }
    }

    private static bool IsCircle(string alias, IDictionary<string, string> aliases)
    {
        var name = alias;
        for (var steps = 0; steps < aliases.Count && aliases.TryGetValue(name, out var next); steps++)
        {
            if (next == alias)
            {
                return true;
            }

            name = next;
        }

        return false;
    }
}
