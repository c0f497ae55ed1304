using System.Globalization;

namespace LlmProxy.Host.Commands.Evaluations.Replaying;

/// <summary>Compares recorded answers with new ones. Safe for use by many threads.</summary>
internal sealed class ReplaySummary
{
    private const int MaxErrorKinds = 20;

    private readonly Lock _lock = new();
    private readonly ReplayColumn _recorded = new();
    private readonly ReplayColumn _replayed = new();
    private readonly SortedDictionary<string, int> _errors = new(StringComparer.Ordinal);
    private double _similarity;
    private int _compared;

    /// <summary>How many requests were sent.</summary>
    public int Count => _replayed.Count;

    /// <summary>Whether no answer came; also where nothing was sent.</summary>
    public bool HaveAllFailed => _replayed.Errors == _replayed.Count;

    /// <summary>Takes one pair.</summary>
    /// <returns>How many there are now.</returns>
    public int Add(ReplaySide recorded, ReplaySide replayed, double? similarity)
    {
        lock (_lock)
        {
            _recorded.Add(recorded);
            _replayed.Add(replayed);
            if (replayed.Error is { } error && (_errors.Count < MaxErrorKinds || _errors.ContainsKey(error)))
                _errors[error] = _errors.GetValueOrDefault(error) + 1;
            if (similarity is { } alike)
            {
                _similarity += alike;
                _compared++;
            }

            return _replayed.Count;
        }
    }

    /// <summary>Writes the table.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="target">What the new answers come from.</param>
    /// <param name="skipped">How many requests were not sent, since their content is not recorded.</param>
    public void Write(TextWriter output, string target, int skipped)
    {
        lock (_lock)
        {
            Row(output, "", "recorded", target);
            Row(output, "requests", Whole(_recorded.Count), Whole(_replayed.Count));
            Row(output, "errors", Whole(_recorded.Errors), Whole(_replayed.Errors));
            Row(output, "blocked", Whole(_recorded.Blocked), Whole(_replayed.Blocked));
            Row(output, "latency p50, ms", Whole(_recorded.Latency(0.5)), Whole(_replayed.Latency(0.5)));
            Row(output, "latency p95, ms", Whole(_recorded.Latency(0.95)), Whole(_replayed.Latency(0.95)));
            Row(output, "input tokens", Whole(_recorded.InputTokens), Whole(_replayed.InputTokens));
            Row(output, "output tokens", Whole(_recorded.OutputTokens), Whole(_replayed.OutputTokens));
            Row(output, "cost, US dollars", Money(_recorded), Money(_replayed));
            Row(output, "answer, characters", Whole(_recorded.MeanLength), Whole(_replayed.MeanLength));
            Row(output, "rating", _recorded.MeanRating is { } rating ? Text($"{rating:0.00} of {_recorded.Ratings}") : "-", "-");
            Row(output, "similarity", "", _compared == 0 ? "-" : Text($"{_similarity / _compared:0.00} of {_compared}"));
            foreach (var (error, count) in _errors)
                output.WriteLine(Text($"error {error}: {count}"));
            if (skipped > 0)
                output.WriteLine(Text($"{skipped} requests were skipped: their content is not recorded, or they cannot be sent again."));
        }
    }

    private static void Row(TextWriter output, string name, string recorded, string replayed) => output.WriteLine($"{name,-20} {recorded,18} {replayed,24}".TrimEnd());

    private static string Money(ReplayColumn column) => column.Cost is { } cost ? Text($"{cost:0.######}{(column.UnknownCosts > 0 ? $" (+{column.UnknownCosts} unknown)" : "")}") : "-";

    private static string Whole(double? number) => number is { } known ? Text($"{known:0}") : "-";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
