using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails.Matching;

/// <summary>Random patterns on random texts in random pieces, against the rule written over .NET's engine.</summary>
/// <remarks>
/// By default a fixed number of rounds from a fixed seed. With <c>LLMPROXY_FUZZ_SECONDS</c> it goes on for that long with
/// seeds of its own; the seed of a failure stands in its message.
/// </remarks>
public class PatternFuzzTests
{
    private const int Rounds = 150;
    private const int TextsPerPattern = 4;

    [Fact]
    public void Scan_RandomPatternsTextsAndCuts_FindsWhatTheRuleSays()
    {
        var seconds = Environment.GetEnvironmentVariable("LLMPROXY_FUZZ_SECONDS") is { Length: > 0 } text
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : 0;
        var seed = seconds > 0 ? Random.Shared.Next(1_000_000_000) : 1;
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < Rounds || watch.Elapsed.TotalSeconds < seconds; round++)
            Round(seed + round);
    }

    private static void Round(int seed)
    {
        var random = new Random(seed);
        var patterns = new RandomPatterns(random);
        var definitions = new PatternDefinition[1 + random.Next(3)];
        for (var i = 0; i < definitions.Length; i++)
        {
            definitions[i] = new($"p{i}", patterns.Expression())
            {
                IgnoreCase = random.Next(3) == 0,
                MaxLength = random.Next(3) == 0 ? 1 + random.Next(8) : 256,
                Validator = random.Next(3) == 0 ? new ParityValidator(random.Next(3), random.Next(5)) : null,
            };
        }

        // A tiny cache now and then, so that it is thrown away in the middle of a text, and a search that hardly counts.
        PatternSet set;
        try
        {
            set = PatternSet.Compile(definitions, random.Next(2) == 0 ? 1 : 1 << 20, random.Next(2) == 0 ? 1 + random.Next(2) : 16);
        }
        catch (PatternException)
        {
            // Only the empty text: nothing to compare.
            return;
        }

        for (var i = 0; i < TextsPerPattern; i++)
            Compare(set, patterns.Text(18), random, seed);
    }

    private static void Compare(PatternSet set, string text, Random random, int seed)
    {
        List<(int Pattern, long Start, long End)> expected;
        try
        {
            expected = Expected(set, text);
        }
        catch (RegexMatchTimeoutException)
        {
            // The other engine may take forever; that is the point of this one.
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        var cuts = Enumerable.Range(0, bytes.Length).Where(_ => random.Next(3) == 0);
        var found = Scans.InPieces(set, bytes, cuts).Select(match => (match.Pattern, match.Start, match.End));
        Assert.True(
            expected.SequenceEqual(found.OrderBy(match => match)),
            $"Seed {seed}, patterns {string.Join(" ; ", set.Patterns)}, text '{text}': expected {string.Join(' ', expected)}, "
            + $"found {string.Join(' ', found.OrderBy(match => match))}.");
    }

    private static List<(int Pattern, long Start, long End)> Expected(PatternSet set, string text) =>
    [
        .. set.Patterns.SelectMany((definition, i) =>
            MatchOracle.Find(
                definition.Expression, text, definition.IgnoreCase, definition.MaxLength,
                definition.Validator is ParityValidator validator ? validator.Accepts : null)
            .Select(match => (i, match.Start, match.End))).Order(),
    ];

    /// <summary>Rejects by the bytes of a match, and asks for text behind it that it does not use.</summary>
    private sealed class ParityValidator(int rest, int after) : IMatchValidator
    {
        public int AfterBytes => after;

        public bool Accepts(string match) => Accepts(Encoding.UTF8.GetBytes(match));

        public MatchVerdict Judge(in MatchCandidate candidate) => Accepts(candidate.Match) ? MatchVerdict.Accept : MatchVerdict.Reject;

        private bool Accepts(ReadOnlySpan<byte> match)
        {
            var sum = 0;
            foreach (var one in match)
                sum += one;
            return sum % 3 != rest;
        }
    }
}
