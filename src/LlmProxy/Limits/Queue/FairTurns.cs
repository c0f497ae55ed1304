namespace LlmProxy.Limits;

/// <summary>Gives out turns so that those who wait are served in proportion to their weights, however many each sends.</summary>
/// <remarks>
/// Start-time fair queueing (P. Goyal, H. M. Vin, H. Cheng, "Start-time Fair Queuing", SIGCOMM 1996): a request's turn is where its flow's
/// last one ended, or the present turn where that is later, and it lasts 1/weight. A flow that was silent so neither
/// saves up turns nor loses any. Bounded: flows whose last turn is over are forgotten, at the latest when nobody waits.
/// </remarks>
internal sealed class FairTurns
{
    // Far more than wait at once; looked through when it is reached, so that most turns cost nothing.
    private const int MaxRemembered = 1_000;
    private readonly Dictionary<string, double> _ends = new(StringComparer.Ordinal);
    private double _present;

    /// <summary>How many flows are remembered.</summary>
    public int Remembered => _ends.Count;

    /// <summary>The turn of a flow's next request.</summary>
    /// <param name="flow">Who takes turns with others.</param>
    /// <param name="weight">Its share, from 1.</param>
    public double Next(string flow, int weight)
    {
        if (_ends.Count >= MaxRemembered)
            Forget();
        var start = Math.Max(_present, _ends.GetValueOrDefault(flow));
        _ends[flow] = start + (1.0 / weight);
        return start;
    }

    /// <summary>A turn has been served.</summary>
    public void Served(double start) => _present = Math.Max(_present, start);

    /// <summary>Nobody waits: all begin anew.</summary>
    public void Clear()
    {
        _ends.Clear();
        _present = 0;
    }

    private void Forget()
    {
        foreach (var (flow, end) in _ends)
        {
            if (end <= _present)
                _ends.Remove(flow);
        }
    }
}
