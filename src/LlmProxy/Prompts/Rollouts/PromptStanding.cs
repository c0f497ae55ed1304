namespace LlmProxy.Prompts.Rollouts;

/// <summary>What is known of a prompt's versions over a restart. Immutable; kept as a document.</summary>
internal sealed record PromptStanding
{
    /// <summary>Versions that are remembered in <see cref="Ended"/>; beyond them the oldest is forgotten.</summary>
    public const int MaxEnded = 100;

    /// <summary>The version that was live when somebody last looked; <c>null</c>: nobody has.</summary>
    public string? Live { get; init; }

    /// <summary>The version that is judged; <c>null</c>: none is.</summary>
    public PromptTrial? Trial { get; init; }

    /// <summary>Versions that were live, or whose rollout is over (live, stopped, taken back or another decision): the configuration alone does not begin it again.</summary>
    public IReadOnlyList<string> Ended { get; init; } = [];

    /// <summary>Versions that were taken back for failing a gate, and were not live since.</summary>
    public IReadOnlyList<string> TakenBack { get; init; } = [];

    /// <summary>Why the last version was taken back; <c>null</c>: none was.</summary>
    public string? LastReason { get; init; }

    /// <summary>A version's rollout is over.</summary>
    public PromptStanding End(string version) => this with { Trial = null, Ended = Add(Ended, version) };

    /// <summary>A version has failed a gate; its trial goes on until it is taken back.</summary>
    public PromptStanding Fail(string version, string reason) => this with { TakenBack = Add(TakenBack, version), LastReason = reason };

    /// <summary>A version gets another chance.</summary>
    public PromptStanding Again(string version) => this with { Ended = Without(Ended, version), TakenBack = Without(TakenBack, version) };

    private static List<string> Add(IReadOnlyList<string> versions, string version) => [.. Without(versions, version).TakeLast(MaxEnded - 1), version];

    private static List<string> Without(IReadOnlyList<string> versions, string version) => [.. versions.Where(known => known != version)];
}
