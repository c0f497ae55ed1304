using LlmProxy.Configuration.Routing;

namespace LlmProxy.Budgets.Settings;

/// <summary>The resolved <see cref="DowngradeOptions"/>. Immutable.</summary>
internal sealed class DowngradeModel
{
    private readonly (ModelPattern Pattern, string To)[] _models;
    private readonly string? _to;

    /// <param name="options">What was configured.</param>
    public DowngradeModel(DowngradeOptions options)
    {
        _to = options.To;
        _models = [.. options.Models.Select(pair => (Pattern: new ModelPattern(pair.Key), To: pair.Value))
            .OrderBy(pair => pair.Pattern, ModelPattern.MostSpecificFirst)];
    }

    /// <summary>The cheaper model for one that was asked for; <c>null</c>: none.</summary>
    /// <param name="model">What was asked for.</param>
    /// <param name="talks">Whether the endpoint is one for talking with a model, which another model can stand in at.</param>
    public string? For(string model, bool talks)
    {
        foreach (var (pattern, to) in _models)
        {
            if (pattern.Matches(model))
                return to;
        }

        return talks ? _to : null;
    }
}
