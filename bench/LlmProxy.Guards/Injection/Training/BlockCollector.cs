using LlmProxy.Core.Guardrails.Injection.Features;

namespace LlmProxy.Guards.Injection.Training;

/// <summary>Keeps the features of each block, as places in a table of weights.</summary>
internal struct BlockCollector(List<int[]> blocks, int bits, DistinctFeatures distinct) : IFeatureSink
{
    private readonly List<int> _features = [];
    private DistinctFeatures _distinct = distinct;

    /// <inheritdoc/>
    public readonly void Add(uint hash)
    {
        var feature = Hashing.Finish(hash);
        if (_distinct.Add(feature))
            _features.Add((int)(feature >> (32 - bits)));
    }

    /// <inheritdoc/>
    public readonly void AddConcept(int concept)
    {
        // The features say the same.
    }

    /// <inheritdoc/>
    public void EndBlock()
    {
        blocks.Add([.. _features]);
        _features.Clear();
        _distinct.Clear();
    }
}
