namespace LlmProxy.Prompts.Rollouts;

/// <summary>Where a rollout is. Immutable; kept as a document.</summary>
internal sealed record RolloutStep
{
    /// <summary>The parts of requests, in ten-thousandths, rising to 10,000.</summary>
    public required IReadOnlyList<int> Shares { get; init; }

    /// <summary>Which of <see cref="Shares"/> it is, from 0.</summary>
    public int Index { get; init; }

    /// <summary>When this step began.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>Judged requests of the trial when this step began.</summary>
    public long RequestsBefore { get; init; }

    /// <summary>Judged requests on a step before the next one.</summary>
    public required int Requests { get; init; }

    /// <summary>How long a step lasts at least.</summary>
    public required TimeSpan MinTime { get; init; }

    /// <summary>The part of requests, in ten-thousandths.</summary>
    public int Share => Shares[Index];

    /// <summary>The next step.</summary>
    public RolloutStep Next(DateTimeOffset now, long requests) => this with { Index = Index + 1, Began = now, RequestsBefore = requests };

    /// <summary>Whether the step has lasted, after so many judged requests of the trial.</summary>
    public bool IsOver(DateTimeOffset now, long requests) => requests - RequestsBefore >= Requests && now - Began >= MinTime;
}
