using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Masking;
using LlmProxy.Exchange;
using LlmProxy.Guardrails.Audit;

namespace LlmProxy.Guardrails;

/// <summary>What the guards of one request know of it.</summary>
public sealed class GuardedExchange
{
    private readonly List<GuardRun> _runs = [];
    private readonly ISpanGuard?[] _input;

    internal GuardedExchange(LlmExchange? exchange, RouteGuards guards)
    {
        Exchange = exchange;
        Guards = guards;
        _input = new ISpanGuard?[guards.Input.Count];
        for (var i = 0; i < _input.Length; i++)
            _input[i] = (guards.Input[i] as SpanGuard)?.Finder(exchange, GuardDirection.Input);
    }

    /// <summary>The request; <c>null</c> where somebody tries guards out.</summary>
    public LlmExchange? Exchange { get; }

    /// <summary>The guards of its route.</summary>
    public RouteGuards Guards { get; }

    /// <summary>What was masked in the request; <c>null</c>: nothing.</summary>
    public MaskVault? Masks { get; internal set; }

    /// <summary>What the guards did, in the order in which they began.</summary>
    public IReadOnlyList<GuardRun> Runs => _runs;

    /// <summary>What looks for the findings of the guard at this place of <see cref="RouteGuards.Input"/>; <c>null</c>: it judges whole texts.</summary>
    internal ISpanGuard? InputFinder(int guard) => _input[guard];

    /// <summary>The run of a guard, which begins with the first call.</summary>
    internal GuardRun RunOf(Guard guard, GuardDirection direction)
    {
        foreach (var run in _runs)
        {
            if (ReferenceEquals(run.Guard, guard) && run.Direction == direction)
                return run;
        }

        var begun = new GuardRun(guard, direction);
        _runs.Add(begun);
        return begun;
    }
}
