namespace LlmProxy.Host.Prompts.Quality;

/// <summary>What is sent to <c>POST /v1/prompts/{name}/rollout</c>.</summary>
internal sealed class RolloutRequest
{
    /// <summary>The version.</summary>
    public string? Version { get; init; }

    /// <summary>The parts of requests in percent, rising; none: the configuration's, else 1, 10, 50, 100.</summary>
    public List<decimal>? Steps { get; init; }

    /// <summary>Judged requests on a step; none: the configuration's, else 100.</summary>
    public int? RequestsPerStep { get; init; }

    /// <summary>How long a step lasts at least, as <c>00:10:00</c>; none: the configuration's, else 10 min.</summary>
    public TimeSpan? MinStepTime { get; init; }

    /// <summary>Who says so.</summary>
    public string? Author { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}
