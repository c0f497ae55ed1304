using System.Collections.Frozen;
using LlmProxy.Configuration.Routing;
using LlmProxy.Prompts.Settings;

namespace LlmProxy.Prompts.Experiments;

/// <summary>One experiment, resolved. Immutable.</summary>
internal sealed class ExperimentModel
{
    private readonly BucketTable _table;

    /// <param name="variants">The variants, in order.</param>
    /// <param name="control">Which of them is the control.</param>
    /// <param name="table">Which bucket belongs to which of them.</param>
    public ExperimentModel(IReadOnlyList<VariantModel> variants, int control, BucketTable table)
    {
        Variants = variants;
        Control = variants[control];
        _table = table;
        Varies = variants.Aggregate(VariedThings.None, (things, variant) => things | variant.Says);
    }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether anybody is in it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The prompt that it concerns; <c>null</c>: any, and none.</summary>
    public string? Prompt { get; init; }

    /// <summary>The routes that it concerns; empty: all.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>The models that it concerns, in callers' words; empty: all.</summary>
    public IReadOnlyList<ModelPattern> Models { get; init; } = [];

    /// <summary>The variants, in the order of the configuration.</summary>
    public IReadOnlyList<VariantModel> Variants { get; }

    /// <summary>The one that the others are compared with.</summary>
    public VariantModel Control { get; }

    /// <summary>Variants of users, by name, and keys, by id.</summary>
    public FrozenDictionary<string, VariantModel> Overrides { get; init; } = FrozenDictionary<string, VariantModel>.Empty;

    /// <summary>The keys that may choose.</summary>
    public FrozenSet<string> Testers { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether everybody may.</summary>
    public bool IsOpenToAll { get; init; }

    /// <summary>When a variant is stopped; what is not set is as for versions of prompts.</summary>
    public GateOptions Gates { get; init; } = new();

    /// <summary>Its group's name; <c>null</c>: it is in none.</summary>
    public string? Group { get; init; }

    /// <summary>The group's name as it is hashed: no experiment's name has a colon.</summary>
    public string GroupHashName => field ??= $"group:{Group}";

    /// <summary>The first bucket of its place in the group.</summary>
    public int GroupFrom { get; init; }

    /// <summary>The bucket behind the last one.</summary>
    public int GroupTo { get; init; } = Buckets.Count;

    /// <summary>All that a variant of it says something about.</summary>
    public VariedThings Varies { get; }

    /// <summary>How many buckets the variant of an index has.</summary>
    public int Share(int variant) => _table.Share(variant);

    /// <summary>The variant of a name, or <c>null</c>.</summary>
    public VariantModel? Find(string name)
    {
        foreach (var variant in Variants)
        {
            if (variant.Name == name)
                return variant;
        }

        return null;
    }

    /// <summary>The variant that the hash gives; <c>null</c>: the caller is outside.</summary>
    public VariantModel? Draw(string? tenant, in ExperimentUnit unit)
    {
        if (Group is not null && Buckets.Of(GroupHashName, tenant, unit) is var place && (place < GroupFrom || place >= GroupTo))
            return null;
        return _table[Buckets.Of(Name, tenant, unit)] is var index and >= 0 ? Variants[index] : null;
    }
}
