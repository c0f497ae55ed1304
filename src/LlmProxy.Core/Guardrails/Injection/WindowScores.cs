using LlmProxy.Core.Guardrails.Injection.Features;

namespace LlmProxy.Core.Guardrails.Injection;

/// <summary>Adds up the weights of each block, and keeps the best of all windows of two neighbouring blocks.</summary>
/// <remarks>
/// One planted sentence in a long report would drown in a sum over all of it; in a window it stands out.
/// </remarks>
internal struct WindowScores(InjectionModel model, DistinctFeatures distinct) : IFeatureSink
{
    private readonly sbyte[] _weights = model.Weights;
    private readonly int _shift = 32 - model.Bits;
    private readonly DistinctFeatures _distinct = distinct;
    private int _blocks;
    private int _sum;
    private int _previousSum;
    private ulong _concepts;
    private ulong _previousConcepts;

    /// <summary>The sum of the best window, in steps of weight; 0 where the text has no word.</summary>
    public int Best { get; private set; }

    /// <summary>The concepts of the best window, a bit for each.</summary>
    public ulong BestConcepts { get; private set; }

    /// <summary>Whether there was any block.</summary>
    public readonly bool IsEmpty => _blocks == 0;

    /// <inheritdoc/>
    public void Add(uint hash)
    {
        // Most features say nothing, and need not be told apart.
        var weight = _weights[(int)(hash >> _shift)];
        if (weight != 0 && _distinct.Add(hash))
            _sum += weight;
    }

    /// <inheritdoc/>
    public void AddConcept(int concept) => _concepts |= 1UL << concept;

    /// <inheritdoc/>
    public void EndBlock()
    {
        // The first block alone is a window only of a text that has no second.
        var window = _previousSum + _sum;
        if (_blocks <= 1 || window > Best)
        {
            Best = window;
            BestConcepts = _previousConcepts | _concepts;
        }

        _blocks++;
        _previousSum = _sum;
        _previousConcepts = _concepts;
        _sum = 0;
        _concepts = 0;
        _distinct.Clear();
    }
}
