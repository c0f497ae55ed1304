namespace LlmProxy.Load.Chaos;

/// <summary>Counts what the clients got, by the faults that their requests met. Safe to share.</summary>
internal sealed class ChaosTally
{
    private const int MostExamples = 20;

    private readonly Lock _lock = new();
    private readonly FaultCount[] _byFault = [.. Faults.All.Select(_ => FaultCount.Nothing)];
    private readonly List<string> _examples = [];
    private readonly HashSet<(AnswerOutcome Outcome, string Model, bool Stream, string Met)> _sorts = [];
    private readonly Dictionary<(string Model, bool Stream), FaultCount> _byForm = [];

    /// <summary>Requests that met no fault but such as leave time to try again.</summary>
    public FaultCount Early { get; private set; } = FaultCount.Nothing;

    /// <summary>Requests that met a fault in the middle of the content.</summary>
    public FaultCount Late { get; private set; } = FaultCount.Nothing;

    /// <summary>Requests whose whole answer was sent by more than one target, or more than once.</summary>
    public long ServedTwice { get; private set; }

    /// <summary>The longest that a client waited for the end of its answer.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>
    /// What got no whole answer though it met no late fault, and what got something wrong: the first of each sort, which is
    /// outcome, model, form and the faults that were met. At most 20 sorts.
    /// </summary>
    public IReadOnlyList<string> Examples => _examples;

    /// <summary>By model and form, late faults left out.</summary>
    public IReadOnlyDictionary<(string Model, bool Stream), FaultCount> ByForm => _byForm;

    /// <summary>What became of the requests that met a kind of fault; one that met two kinds counts for both.</summary>
    public FaultCount Of(FaultKind fault) => _byFault[(int)fault];

    /// <summary>Counts one request.</summary>
    public void Add(ChaosRequest request, string model, AnswerVerdict verdict, TimeSpan took)
    {
        lock (_lock)
        {
            foreach (var fault in Faults.All)
            {
                if (request.MetBy(fault) > 0)
                    _byFault[(int)fault] = _byFault[(int)fault].With(verdict.Outcome, request.MetBy(fault));
            }

            var late = request.MetLateFault;
            if (late)
                Late = Late.With(verdict.Outcome, request.Attempts);
            else
                Early = Early.With(verdict.Outcome, request.Attempts);
            if (!late)
                _byForm[(model, request.Stream)] = _byForm.GetValueOrDefault((model, request.Stream), FaultCount.Nothing).With(verdict.Outcome, request.Attempts);
            if (request.Served > 1)
                ServedTwice++;
            if (took > Longest)
                Longest = took;
            if (verdict.Outcome == AnswerOutcome.Wrong || (!late && verdict.Outcome != AnswerOutcome.Whole))
                AddExample(request, model, verdict, took);
        }
    }

    private void AddExample(ChaosRequest request, string model, AnswerVerdict verdict, TimeSpan took)
    {
        var met = Faults.All.Where(fault => request.MetBy(fault) > 0).Select(fault => $"{Faults.NameOf(fault)} × {request.MetBy(fault)}");
        var kinds = string.Join('+', Faults.All.Where(fault => request.MetBy(fault) > 0).Select(Faults.NameOf));
        if (_examples.Count >= MostExamples || !_sorts.Add((verdict.Outcome, model, request.Stream, kinds)))
            return;
        _examples.Add(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"chaos-{request.Id} ({model}, {(request.Stream ? "stream" : "plain")}) met {string.Join(", ", met)} in {took.TotalSeconds:0.0} s, got {verdict.Outcome}: {verdict.Why}"));
    }
}
