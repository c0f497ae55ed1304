using LlmProxy.Core.Guardrails.Injection.Features;

namespace LlmProxy.Core.Guardrails.Injection;

/// <summary>Adds up the weights of each block, and keeps the best of all blocks and all pairs of neighbouring blocks.</summary>
/// <remarks>
/// One planted sentence in a long report would drown in a sum over all of it; in a window of a few sentences it stands
/// out. Pairs are for what a block's end has cut in two.
/// </remarks>
internal struct WindowScores(BlockFeatures features) : IFeatureSink
{
    private BlockFeatures _features = features;
    private int _previousSum;
    private ulong _concepts;
    private ulong _previousConcepts;

    /// <summary>The sum of the best window, in steps of weight; 0 where the text has no word.</summary>
    public int Best { get; private set; }

    /// <summary>The concepts of the best window, a bit for each.</summary>
    public ulong BestConcepts { get; private set; }

    /// <summary>Whether there was no block.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <inheritdoc/>
    public void Add(uint hash) => _features.Add(hash);

    /// <inheritdoc/>
    public void AddConcept(int concept) => _concepts |= 1UL << concept;

    /// <inheritdoc/>
    public void EndBlock()
    {
        var sum = _features.TakeSum();
        Offer(sum, _concepts);
        if (_previousSum > 0)
            Offer(_previousSum + sum, _previousConcepts | _concepts);
        _previousSum = sum;
        _previousConcepts = _concepts;
        _concepts = 0;
    }

    private void Offer(int sum, ulong concepts)
    {
        if (!IsEmpty && sum <= Best)
            return;
        IsEmpty = false;
        Best = sum;
        BestConcepts = concepts;
    }
}
