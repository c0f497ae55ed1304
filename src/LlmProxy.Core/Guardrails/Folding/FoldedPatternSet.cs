using System.Collections.Concurrent;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>Patterns that are searched in the folded form of texts. Safe for many threads, each with a scanner of its own.</summary>
public sealed class FoldedPatternSet
{
    // Above it, scanners that come back are left to the garbage collector.
    private const int MaxPooled = 32;

    private readonly ConcurrentQueue<FoldedScanner> _pool = new();
    private readonly ConcurrentQueue<SuspectSearch> _searches = new();

    /// <summary>Joins patterns and folding.</summary>
    /// <param name="set">The patterns.</param>
    /// <param name="options">What is undone before the search.</param>
    public FoldedPatternSet(PatternSet set, FoldOptions options)
    {
        ArgumentNullException.ThrowIfNull(set);
        Set = set;
        Options = options;

        // Some milliseconds, once for each choice of options: not for the first request to wait for.
        FoldRules.Of(options);
    }

    /// <summary>The patterns, in the order that matches refer to.</summary>
    public PatternSet Set { get; }

    /// <summary>What is undone before the search.</summary>
    public FoldOptions Options { get; }

    /// <summary>A scanner for one text. Dispose gives it back.</summary>
    public FoldedScanner RentScanner() => (_pool.TryDequeue(out var scanner) ? scanner : new FoldedScanner(this)).Rented();

    /// <summary>A search for this set and others with its options. Give it back by <see cref="Return(SuspectSearch)"/>.</summary>
    internal SuspectSearch RentSearch() => _searches.TryDequeue(out var search) ? search : new SuspectSearch(Options);

    internal void Return(SuspectSearch search)
    {
        if (_searches.Count < MaxPooled)
            _searches.Enqueue(search);
        else
            search.Dispose();
    }

    internal void Return(FoldedScanner scanner)
    {
        scanner.Reset();
        if (_pool.Count < MaxPooled)
            _pool.Enqueue(scanner);
    }
}
