using LlmProxy.Configuration.Routing;
using LlmProxy.Limits.Settings;

namespace LlmProxy.Limits;

/// <summary>The limits on models of one configuration. Immutable.</summary>
internal sealed class ModelLimits(RateLimitOptions settings)
{
    private readonly (ModelPattern Pattern, LimitNumbers Numbers)[] _patterns =
    [
        .. settings.Models.Where(pair => pair.Key.Length > 0)
            .Select(pair => (Pattern: new ModelPattern(pair.Key), Numbers: LimitNumbers.Of(pair.Value)))
            .OrderBy(pair => pair.Pattern, ModelPattern.MostSpecificFirst),
    ];

    /// <summary>Of no configuration.</summary>
    public static ModelLimits None { get; } = new(new());

    /// <summary>The settings that they are of.</summary>
    public RateLimitOptions Settings { get; } = settings;

    /// <summary>The most specific pattern that means a model, and its numbers; <c>null</c>: none does.</summary>
    public (string Name, LimitNumbers Numbers)? Find(string model)
    {
        foreach (var (pattern, numbers) in _patterns)
        {
            if (pattern.Matches(model))
                return (pattern.Text, numbers);
        }

        return null;
    }
}
