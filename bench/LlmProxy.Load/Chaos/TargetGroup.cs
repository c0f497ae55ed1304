using System.Diagnostics;

namespace LlmProxy.Load.Chaos;

/// <summary>The targets of one run.</summary>
internal sealed class TargetGroup : IDisposable
{
    private readonly ChaosTarget[] _targets;

    /// <summary>All of them listen and are healthy.</summary>
    public TargetGroup(ChaosLedger ledger, int count) => _targets = [.. Enumerable.Range(0, count).Select(_ => new ChaosTarget(ledger))];

    /// <summary>The targets.</summary>
    public IReadOnlyList<ChaosTarget> All => _targets;

    /// <summary>Their addresses.</summary>
    public IReadOnlyList<string> Addresses => [.. _targets.Select(target => target.Address)];

    /// <summary>Switches faults as a schedule says, from now on.</summary>
    public async Task PlayAsync(FaultSchedule schedule, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var step in schedule.Switches)
        {
            var wait = step.At - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, stop);
            _targets[step.Target].Switch(step.Fault);
        }
    }

    /// <summary>Makes all of them healthy.</summary>
    public void Heal()
    {
        foreach (var target in _targets)
            target.Switch(FaultKind.None);
    }

    /// <summary>Closes them.</summary>
    public void Dispose()
    {
        foreach (var target in _targets)
            target.Dispose();
    }
}
