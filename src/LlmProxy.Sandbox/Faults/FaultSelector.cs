using System.Collections.Concurrent;
using LlmProxy.Sandbox.Errors;

namespace LlmProxy.Sandbox.Faults;

/// <summary>Decides whether a request fails, by its header first and the configured script after it.</summary>
internal sealed class FaultSelector(IEnumerable<SandboxFaultOptions> rules)
{
    /// <summary>Counters and parsed headers kept; at the bound all are forgotten, since only tests come near it.</summary>
    private const int MaxKept = 10_000;

    private readonly FaultRule[] _rules = [.. rules.Select(rule => new FaultRule(rule))];
    private readonly ConcurrentDictionary<string, HeaderFault[]> _parsed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Header, int Part, string Model), int> _used = new();

    /// <exception cref="ApiException">The header cannot be understood.</exception>
    public Fault? Select(string? header, string endpoint, string model)
    {
        if (!string.IsNullOrEmpty(header) && FromHeader(header, model) is { } asked) return asked;
        foreach (var rule in _rules)
        {
            if (rule.Next(endpoint, model) is { } fault) return fault;
        }

        return null;
    }

    /// <summary>Starts all counters anew.</summary>
    public void Reset()
    {
        _used.Clear();
        foreach (var rule in _rules) rule.Reset();
    }

    private Fault? FromHeader(string header, string model)
    {
        var faults = Parse(header);
        for (var part = 0; part < faults.Length; part++)
        {
            if (faults[part].Concerns(model) && IsLeft(header, part, model, faults[part].Fault)) return faults[part].Fault;
        }

        return null;
    }

    private HeaderFault[] Parse(string header)
    {
        if (_parsed.TryGetValue(header, out var known)) return known;
        if (!HeaderFault.TryParseAll(header, out var faults, out var error))
            throw ApiException.Invalid($"The header {HeaderFault.Name} {error}", HeaderFault.Name, "unknown_fault");
        if (_parsed.Count >= MaxKept) _parsed.Clear();
        return _parsed[header] = faults;
    }

    private bool IsLeft(string header, int part, string model, Fault fault)
    {
        if (fault.Times is not { } times) return true;
        if (_used.Count >= MaxKept) _used.Clear();
        return _used.AddOrUpdate((header, part, model), 1, (_, used) => used == int.MaxValue ? used : used + 1) <= times;
    }
}
