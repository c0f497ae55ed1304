namespace LlmProxy.Load.Chaos;

/// <summary>What became of the requests that have something in common.</summary>
/// <param name="Attempts">Their attempts of that kind.</param>
/// <param name="Whole">How many got the whole answer.</param>
/// <param name="Refused">How many got an error's status.</param>
/// <param name="BrokenOff">How many got an answer that broke off as it should.</param>
/// <param name="Wrong">How many got what no client may get.</param>
internal sealed record FaultCount(long Attempts, long Whole, long Refused, long BrokenOff, long Wrong)
{
    /// <summary>Nothing yet.</summary>
    public static FaultCount Nothing { get; } = new(0, 0, 0, 0, 0);

    /// <summary>All of them.</summary>
    public long Requests => Whole + Refused + BrokenOff + Wrong;

    /// <summary>The share that got the whole answer, in per cent; NaN without any request.</summary>
    public double SuccessPercent => 100.0 * Whole / Requests;

    /// <summary>One request more.</summary>
    public FaultCount With(AnswerOutcome outcome, int attempts) => outcome switch
    {
        AnswerOutcome.Whole => this with { Attempts = Attempts + attempts, Whole = Whole + 1 },
        AnswerOutcome.Refused => this with { Attempts = Attempts + attempts, Refused = Refused + 1 },
        AnswerOutcome.BrokenOff => this with { Attempts = Attempts + attempts, BrokenOff = BrokenOff + 1 },
        _ => this with { Attempts = Attempts + attempts, Wrong = Wrong + 1 },
    };
}
