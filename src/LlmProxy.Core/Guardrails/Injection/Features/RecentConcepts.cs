using System.Runtime.CompilerServices;

namespace LlmProxy.Core.Guardrails.Injection.Features;

/// <summary>The last few concepts of a text and where they stood.</summary>
internal struct RecentConcepts
{
    /// <summary>How many are remembered.</summary>
    public const int Count = 4;

    private Ring _ring;
    private int _next;

    /// <summary>Remembers a concept in place of the oldest.</summary>
    /// <param name="concept">The concept.</param>
    /// <param name="place">The number of its word, from 1.</param>
    public void Add(int concept, int place)
    {
        _ring[_next & (Count - 1)] = (concept, place);
        _next++;
    }

    /// <summary>The concept so many steps back, from 0; its place is 0 where there was none.</summary>
    public readonly (int Concept, int Place) Back(int steps) => _ring[(_next - 1 - steps) & (Count - 1)];

    [InlineArray(Count)]
    private struct Ring
    {
        private (int Concept, int Place) _first;
    }
}
