using LlmProxy.Load.Generator;
using LlmProxy.Load.Measure;

namespace LlmProxy.Load.Report;

/// <summary>What a measurement showed, as far as it got.</summary>
internal sealed class LoadReport
{
    private readonly List<Measurement> _measurements = [];

    private readonly List<string> _failures = [];

    private readonly List<string> _texts = [];

    /// <summary>The lines, in the order of the scenarios.</summary>
    public IReadOnlyList<Measurement> Measurements => _measurements;

    /// <summary>What scenarios say beside the measurements.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Exchanges that failed, in words; figures beside them are not to be trusted.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Adds one line.</summary>
    public void Add(Measurement measurement) => _measurements.Add(measurement);

    /// <summary>Adds something that is no measurement, such as a table of its own.</summary>
    public void AddText(string text) => _texts.Add(text);

    /// <summary>Adds what went wrong, in words.</summary>
    public void AddFailure(string failure) => _failures.Add(failure);

    /// <summary>Adds what went wrong in a scenario's runs against one process, if anything did.</summary>
    public void AddFailures(string scenario, string target, IEnumerable<Tally> runs)
    {
        var failed = runs.Where(run => run.Errors > 0).ToArray();
        if (failed.Length > 0)
            _failures.Add($"{scenario}: {failed.Sum(run => run.Errors)} exchanges through {target} failed; the first: {failed[0].FirstError}");
    }
}
