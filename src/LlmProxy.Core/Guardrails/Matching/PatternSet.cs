using System.Collections.Concurrent;
using LlmProxy.Core.Guardrails.Matching.Automata;
using LlmProxy.Core.Guardrails.Matching.Characters;
using LlmProxy.Core.Guardrails.Matching.Parsing;
using LlmProxy.Core.Guardrails.Matching.Scanning;

namespace LlmProxy.Core.Guardrails.Matching;

/// <summary>Patterns compiled for one pass over UTF-8 text, in linear time whatever the text is.</summary>
/// <remarks>Compile once and share: it is safe for use by many threads, each with a <see cref="PatternScanner"/> of its own.</remarks>
public sealed class PatternSet
{
    /// <summary>The most patterns of a set.</summary>
    public const int MaxPatterns = 4096;

    // The search counts no further, so that long tokens need few states. Measured with 235 patterns on source code: at 24 the
    // states of the cache did not suffice, at 10 every long word was looked at twice.
    internal const int SearchCount = 16;
    private const int MaxPooled = 32;

    private readonly ConcurrentQueue<PatternScanner> _pool = new();

    private PatternSet(IReadOnlyList<PatternDefinition> patterns, int maxEntries, int searchCount)
    {
        Patterns = patterns;
        MaxLength = patterns.Max(pattern => pattern.MaxLength);
        Continuations = [.. patterns.Select(p => p.Continuation is { } continuation ? new ContinuationRule(p, continuation) : null)];
        IReadOnlyList<PatternBranch>[] branches = [.. patterns.Select(Branches)];
        var conditions = new ConditionList();
        var exact = new PositionAutomaton(patterns, branches, conditions, int.MaxValue);
        var rough = new PositionAutomaton(patterns, branches, conditions, searchCount);
        Alphabet = new Alphabet(
        [
            UnicodeSets.Word,
            .. conditions.All.Select(condition => condition.Allowed),
            .. exact.Positions.Select(position => position.Set),
        ]);
        Conditions = new ConditionTable(Alphabet, conditions.All);
        StartAutomaton = new LazyDfa(exact, new ClassTables(Alphabet, exact), Conditions, patterns, restarts: false, maxEntries);
        SearchAutomaton = new LazyDfa(rough, new ClassTables(Alphabet, rough), Conditions, patterns, restarts: true, maxEntries);
    }

    /// <summary>The patterns, in the order that matches refer to.</summary>
    public IReadOnlyList<PatternDefinition> Patterns { get; }

    /// <summary>The longest <see cref="PatternDefinition.MaxLength"/>, in bytes.</summary>
    public int MaxLength { get; }

    internal Alphabet Alphabet { get; }

    internal ConditionTable Conditions { get; }

    internal IReadOnlyList<ContinuationRule?> Continuations { get; }

    internal LazyDfa SearchAutomaton { get; }

    internal LazyDfa StartAutomaton { get; }

    /// <summary>Compiles patterns.</summary>
    /// <param name="patterns">1 to <see cref="MaxPatterns"/> patterns.</param>
    /// <exception cref="PatternException">An expression cannot be used; the first such is told.</exception>
    /// <exception cref="ArgumentException">There are no patterns, or too many.</exception>
    public static PatternSet Compile(IReadOnlyList<PatternDefinition> patterns) =>
        Compile(patterns, LazyDfa.DefaultMaxEntries);

    /// <summary>Compiles patterns with a bound of its own on the automata's tables, and on what the search counts.</summary>
    internal static PatternSet Compile(IReadOnlyList<PatternDefinition> patterns, int maxEntries, int searchCount = SearchCount)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        if (patterns.Count is 0 or > MaxPatterns)
            throw new ArgumentException($"A set has 1 to {MaxPatterns} patterns, not {patterns.Count}.", nameof(patterns));
        return new PatternSet([.. patterns], maxEntries, searchCount);
    }

    /// <summary>A scanner for one text. Dispose gives it back.</summary>
    public PatternScanner RentScanner() => (_pool.TryDequeue(out var scanner) ? scanner : new PatternScanner(this)).Rented();

    /// <summary>All matches in a whole text; those with a continuation come as one, with their end.</summary>
    public IReadOnlyList<PatternMatch> FindAll(ReadOnlySpan<byte> text)
    {
        using var scanner = RentScanner();
        scanner.Feed(text);
        List<PatternMatch> matches = [.. scanner.Matches];
        scanner.Finish();
        matches.AddRange(scanner.Matches);
        if (!matches.Exists(match => match.Phase != PatternMatchPhase.Whole))
            return matches;

        // An open match stands where it begins, and the event of its end gives the end.
        var ends = matches.Where(match => match.Phase == PatternMatchPhase.Closed)
            .ToDictionary(match => (match.Pattern, match.Start), match => match.End);
        return
        [
            .. matches.Where(match => match.Phase != PatternMatchPhase.Closed).Select(match =>
                match.Phase == PatternMatchPhase.Whole ? match : new(match.Pattern, match.Start, ends[(match.Pattern, match.Start)])),
        ];
    }

    /// <summary>Takes a scanner back; above the bound it is left to the garbage collector.</summary>
    internal void Return(PatternScanner scanner)
    {
        if (_pool.Count >= MaxPooled)
            return;
        scanner.Reset();
        _pool.Enqueue(scanner);
    }

    private static IReadOnlyList<PatternBranch> Branches(PatternDefinition pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern.Id);
        if (pattern.MaxLength is < 1 or > PatternDefinition.LargestMaxLength)
            throw new PatternException(pattern.Id, null, $"its MaxLength must be 1 to {PatternDefinition.LargestMaxLength}, not {pattern.MaxLength}.");
        if (pattern.Validator is { AfterBytes: < 0 or > MatchCandidate.MaxAfter })
            throw new PatternException(pattern.Id, null, $"its validator asks for more than {MatchCandidate.MaxAfter} bytes after a match.");
        if (pattern.Continuation is { MaxLength: < 1 })
            throw new PatternException(pattern.Id, null, "the MaxLength of its continuation must be at least 1.");
        var branches = new BranchSplitter(pattern.Id).Split(PatternParser.Parse(pattern.Id, pattern.Expression, pattern.IgnoreCase));
        return pattern.WholeWords ? [.. branches.Select(AsWholeWord)] : branches;
    }

    private static PatternBranch AsWholeWord(PatternBranch branch) => branch with
    {
        Before = [new(AssertionKind.Behind, CharCondition.NotWord, 0), .. branch.Before],
        After = [.. branch.After, new(AssertionKind.Ahead, CharCondition.NotWord, 0)],
    };
}
