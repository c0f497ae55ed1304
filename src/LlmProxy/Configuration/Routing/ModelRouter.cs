using System.Collections.Frozen;

namespace LlmProxy.Configuration.Routing;

/// <summary>Finds the cluster for a model on one route. Immutable; a look-up allocates nothing.</summary>
/// <remarks>
/// <para>
/// The most specific name or pattern wins among the clusters that the route may use and that have their key; a tie goes
/// to the route's own cluster, then to the order of the configuration.
/// </para>
/// <para>
/// The sandbox makes answers up, so its patterns catch every model only while no other cluster that the route may use is
/// usable (has its key, or needs none). From then on they match names that begin with <c>sandbox</c> alone; what a
/// sandbox cluster lists by its full name, or as an alias, is meant and stays.
/// </para>
/// </remarks>
public sealed class ModelRouter
{
    /// <summary>How the models begin that the sandbox answers whatever else is there.</summary>
    public const string SandboxPrefix = "sandbox";

    private readonly LlmClusterModel _own;
    private readonly FrozenDictionary<string, ModelPick>.AlternateLookup<ReadOnlySpan<char>> _names;
    private readonly (ModelPattern Pattern, ModelPick Pick)[] _patterns;
    private readonly (ModelPattern Pattern, ModelPick Pick)[] _unusable;
    private readonly List<(ModelPattern Pattern, ModelPick Pick)> _claims;
    private readonly bool _hasProvider;

    /// <summary>Prepares the look-up.</summary>
    /// <param name="own">The cluster of the route's <c>ClusterId</c>.</param>
    /// <param name="clusters">The clusters that the route may use, in the order of the configuration, its own among them.</param>
    public ModelRouter(LlmClusterModel own, IEnumerable<LlmClusterModel> clusters)
    {
        _own = own;
        var all = clusters.ToList();
        Clusters = [.. all.Where(cluster => cluster.IsUsable)];
        _hasProvider = Clusters.Any(cluster => !cluster.IsSandbox);

        // A stable sort: what is first among equals stays first.
        List<LlmClusterModel> ownFirst = [.. all.OrderByDescending(cluster => cluster == own)];
        var claims = _claims = ownFirst.Where(cluster => cluster.IsUsable).SelectMany(Claims).ToList();
        _names = claims
            .Where(claim => claim.Pattern.IsExact)
            .DistinctBy(claim => claim.Pattern.Text, StringComparer.Ordinal)
            .ToFrozenDictionary(claim => claim.Pattern.Text, claim => claim.Pick, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _patterns = [.. claims.Where(claim => !claim.Pattern.IsExact).OrderBy(claim => claim.Pattern, ModelPattern.MostSpecificFirst)];
        Served = [.. claims.Select(AsServed).Distinct(StringComparer.Ordinal)];
        _unusable = [.. ownFirst.Where(cluster => !cluster.IsUsable).SelectMany(Claims).OrderBy(claim => claim.Pattern, ModelPattern.MostSpecificFirst)];
    }

    /// <summary>The clusters of the route that have what they need, in the order of the configuration.</summary>
    public IReadOnlyList<LlmClusterModel> Clusters { get; }

    /// <summary>The names, aliases and patterns that can be asked for, for a message or a list; each once.</summary>
    public IReadOnlyList<string> Served { get; }

    /// <summary>Whether the sandbox takes every model that nobody else claims.</summary>
    public bool IsSandboxMode => !_hasProvider && Clusters.Count > 0;

    /// <summary>The cluster for <paramref name="model"/>.</summary>
    public ModelPick Pick(ReadOnlySpan<char> model)
    {
        if (_names.TryGetValue(model, out var named))
        {
            return named;
        }

        foreach (var (pattern, pick) in _patterns)
        {
            if (pattern.Matches(model) && MayAnswer(pick.Cluster!, model))
            {
                return pick;
            }
        }

        if (_own.IsUsable && !(_own.IsSandbox && _hasProvider))
        {
            return new(ModelPickReason.RouteDefault, _own);
        }

        foreach (var (pattern, pick) in _unusable)
        {
            if (pattern.Matches(model))
            {
                return new(ModelPickReason.MissingKey, null, Unusable: pick.Cluster);
            }
        }

        return Clusters.Count > 0
            ? new(ModelPickReason.UnknownModel, null)
            : new(ModelPickReason.MissingKey, null, Unusable: _own);
    }

    /// <summary>
    /// Every usable cluster that lists <paramref name="model"/> by its name, an alias or a pattern, the most specific first; a bare
    /// <c>*</c> lists nothing in particular, and does not count.
    /// </summary>
    public IEnumerable<ModelPick> AllOf(string model)
    {
        var named = _claims.Where(claim => claim.Pattern.IsExact && claim.Pattern.Text == model);
        var patterns = _patterns.Where(claim => claim.Pattern.LiteralLength > 0 && claim.Pattern.Matches(model) && MayAnswer(claim.Pick.Cluster!, model));
        return named.Concat(patterns).Select(claim => claim.Pick).DistinctBy(pick => pick.Cluster);
    }

    /// <summary>Of <see cref="AllOf"/> those that list <paramref name="model"/> as precisely as <paramref name="first"/> does, that one among them.</summary>
    public IEnumerable<ModelPick> EqualsOf(string model, ModelPick first)
    {
        if (first.Pattern is not { } text)
        {
            return [first];
        }

        var pattern = new ModelPattern(text);
        var equals = AllOf(model).Where(pick => ModelPattern.MostSpecificFirst.Compare(new ModelPattern(pick.Pattern!), pattern) == 0);
        return equals.Prepend(first).DistinctBy(pick => pick.Cluster);
    }

    /// <summary>
    /// The cluster for a request that names no model (files, batches, a stored response): the route's own if it is usable,
    /// else the first usable one that is no sandbox, else the sandbox; <c>null</c> if there is none.
    /// </summary>
    /// <param name="suits">
    /// Whether a cluster has what is asked for. Where the route's own cluster cannot be used, one that suits goes before one that
    /// does not; <c>null</c>: all do.
    /// </param>
    public LlmClusterModel? Default(Func<LlmClusterModel, bool>? suits = null)
    {
        if (_own.IsUsable && !(_own.IsSandbox && _hasProvider))
        {
            return _own;
        }

        return Clusters.FirstOrDefault(cluster => !cluster.IsSandbox && suits?.Invoke(cluster) is not false)
            ?? Clusters.FirstOrDefault(cluster => !cluster.IsSandbox)
            ?? (Clusters.Count > 0 ? Clusters[0] : null);
    }

    private static IEnumerable<(ModelPattern Pattern, ModelPick Pick)> Claims(LlmClusterModel cluster)
    {
        // Aliases first: a name that is in both lists is renamed.
        foreach (var (alias, upstream) in cluster.Aliases)
        {
            yield return (new ModelPattern(alias), new(ModelPickReason.Matched, cluster, upstream, Pattern: alias));
        }

        foreach (var pattern in cluster.Models)
        {
            yield return (pattern, new(ModelPickReason.Matched, cluster, Pattern: pattern.Text));
        }
    }

    private string AsServed((ModelPattern Pattern, ModelPick Pick) claim)
    {
        var text = claim.Pattern.Text;
        return claim.Pattern.IsExact || MayAnswer(claim.Pick.Cluster!, text) ? text : SandboxPrefix + "*";
    }

    private bool MayAnswer(LlmClusterModel cluster, ReadOnlySpan<char> model) =>
        !cluster.IsSandbox || !_hasProvider || model.StartsWith(SandboxPrefix);
}
