namespace LlmProxy.Benchmarks.Balancing.Simulation;

/// <summary>The traffic and the replicas of a simulation. Everything follows from these numbers.</summary>
internal sealed record SimulationSettings
{
    /// <summary>Where all chance begins; the same number gives the same table.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Replicas of the cluster.</summary>
    public int Replicas { get; init; } = 8;

    /// <summary>What a replica's cache holds, in bytes of prompts and answers; about 4 bytes are a token.</summary>
    public int CacheBytes { get; init; } = 2_000_000;

    /// <summary>Conversations.</summary>
    public int Conversations { get; init; } = 3_000;

    /// <summary>Different system prompts; the <c>k</c>-th is used in proportion to <c>1 / k</c> (Zipf).</summary>
    public int SystemPrompts { get; init; } = 60;

    /// <summary>The mean of new conversations per second.</summary>
    public double ConversationsPerSecond { get; init; } = 4;

    /// <summary>The mean number of requests in a conversation; their number is geometric.</summary>
    public double Turns { get; init; } = 5;
}
