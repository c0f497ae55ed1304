using LlmProxy.Configuration.Routing;

namespace LlmProxy.Failover.Planning;

/// <summary>Models, or patterns of them, each with what is tried instead. The most specific entry for a model holds. Immutable.</summary>
public sealed class FallbackList
{
    private readonly (ModelPattern Pattern, IReadOnlyList<FailoverTarget> Targets)[] _entries;

    /// <summary>A list of these entries.</summary>
    public FallbackList(IEnumerable<(ModelPattern Pattern, IReadOnlyList<FailoverTarget> Targets)> entries) =>
        _entries = [.. entries.OrderBy(entry => entry.Pattern, ModelPattern.MostSpecificFirst)];

    /// <summary>A list without entries.</summary>
    public static FallbackList Empty { get; } = new([]);

    /// <summary>Whether there is an entry for <paramref name="model"/>.</summary>
    public bool Has(string model) => _entries.Any(entry => entry.Pattern.Matches(model));

    /// <summary>What is tried instead of <paramref name="model"/>, in order.</summary>
    public IReadOnlyList<FailoverTarget> For(string model) =>
        _entries.FirstOrDefault(entry => entry.Pattern.Matches(model)).Targets ?? [];
}
