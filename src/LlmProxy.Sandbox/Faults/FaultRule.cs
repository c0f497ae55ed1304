using System.IO.Enumeration;

namespace LlmProxy.Sandbox.Faults;

/// <summary>One rule of the fault script, with its counter.</summary>
internal sealed class FaultRule
{
    private readonly SandboxFaultOptions _options;
    private readonly Fault _fault;
    private long _seen;
    private long _applied;

    public FaultRule(SandboxFaultOptions options)
    {
        _options = options;
        _fault = FaultParser.TryParse(options.Fault, out var fault, out var error)
            ? fault
            : throw new ArgumentException(error, nameof(options));
    }

    /// <summary>The fault if this request is one of those that fail; else null.</summary>
    public Fault? Next(string endpoint, string model)
    {
        if (!FileSystemName.MatchesSimpleExpression(_options.Model, model)
            || !FileSystemName.MatchesSimpleExpression(_options.Endpoint, endpoint))
            return null;
        var number = Interlocked.Increment(ref _seen);
        if (number > (_options.First ?? long.MaxValue) || number % _options.Every != 0 || !IsDrawn(number)) return null;
        return Interlocked.Increment(ref _applied) <= (_fault.Times ?? long.MaxValue) ? _fault : null;
    }

    public void Reset()
    {
        Interlocked.Exchange(ref _seen, 0);
        Interlocked.Exchange(ref _applied, 0);
    }

    // A hash of the request's number stands for chance, so that a run can be repeated.
    private bool IsDrawn(long number) =>
        _options.Probability >= 1 || (StableHash.Mix((ulong)number) >> 11) * (1.0 / (1UL << 53)) < _options.Probability;
}
