using LlmProxy.Prompts.Experiments;
using LlmProxy.Telemetry;

namespace LlmProxy.Prompts.Quality;

/// <summary>How one request under a prompt or an experiment ended.</summary>
internal sealed record PromptOutcome
{
    /// <summary>All that is told about the request.</summary>
    public required RequestFacts Facts { get; init; }

    /// <summary>When the request came.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The prompt; <c>null</c>: an experiment of models or parameters alone.</summary>
    public Core.Prompts.PromptId? Prompt { get; init; }

    /// <summary>The variants that were drawn: not those that testers chose, and not the control of a caller who cannot be known again.</summary>
    public IReadOnlyList<Assignment> Assignments { get; init; } = [];

    /// <summary>Whether it was a copy whose answer no client saw, and is the variant's alone, not the version's. Its request's id is the request's own.</summary>
    public bool IsShadow { get; init; }

    /// <summary>Whether somebody has named the version, or a variant: the metrics show it, and no gate judges by it, since callers choose what they name it for.</summary>
    public bool IsNamed { get; init; }

    /// <summary>The virtual key's id; <c>null</c>: there is none.</summary>
    public string? Key { get; init; }

    /// <summary>The tenant; <c>null</c>: there is none.</summary>
    public string? Tenant { get; init; }

    /// <summary>The end user; <c>null</c>: nobody said.</summary>
    public string? User { get; init; }

    /// <summary>Whether a guard has blocked the request or its answer.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>What the guards did, as the ledger keeps it; <c>null</c>: there are none.</summary>
    public string? Guardrails { get; init; }

    /// <summary>Whether it failed for a reason that a version can be blamed for: not a caller who left, nor a limit, nor a refused key; but a request that the version itself refused.</summary>
    public bool IsError { get; init; }
}
