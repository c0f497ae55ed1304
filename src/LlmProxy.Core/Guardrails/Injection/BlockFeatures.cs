using LlmProxy.Core.Guardrails.Injection.Features;

namespace LlmProxy.Core.Guardrails.Injection;

/// <summary>The features of the block that is being read, and what their weights add up to.</summary>
/// <remarks>
/// They wait for the end of their block and are weighed all at once: eight are hashed in one step, and look-ups in the table of
/// weights, which do not wait for each other, run side by side.
/// </remarks>
/// <param name="model">The weights.</param>
/// <param name="distinct">Tells apart the features of a block.</param>
/// <param name="waiting">Room for <see cref="Room"/> features at least.</param>
internal struct BlockFeatures(InjectionModel model, DistinctFeatures distinct, uint[] waiting)
{
    /// <summary>How many features can wait; where a block has more, they are weighed in between.</summary>
    public const int Room = 512;

    private readonly sbyte[] _weights = model.Weights;
    private readonly int _shift = 32 - model.Bits;
    private DistinctFeatures _distinct = distinct;
    private int _count;
    private int _sum;

    /// <summary>Takes a feature; see <see cref="IFeatureSink.Add"/>.</summary>
    public void Add(uint hash)
    {
        if (_count == Room)
            Weigh();
        waiting[_count++] = hash;
    }

    /// <summary>Ends the block, and tells its sum in steps of weight; a feature that came more than once counts once.</summary>
    public int TakeSum()
    {
        Weigh();
        var sum = _sum;
        _sum = 0;
        _distinct.Clear();
        return sum;
    }

    private void Weigh()
    {
        var features = waiting.AsSpan(0, _count);
        var (weights, shift) = (_weights, _shift);
        Hashing.Finish(features);

        // Most features say nothing, and need not be told apart. Which ones cannot be guessed: hence no branch.
        var weighty = 0;
        foreach (var hash in features)
        {
            features[weighty] = hash;
            weighty += weights[(int)(hash >> shift)] != 0 ? 1 : 0;
        }

        foreach (var hash in features[..weighty])
        {
            if (_distinct.Add(hash))
                _sum += weights[(int)(hash >> shift)];
        }

        _count = 0;
    }
}
