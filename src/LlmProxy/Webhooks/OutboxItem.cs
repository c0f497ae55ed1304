namespace LlmProxy.Webhooks;

/// <summary>One delivery that is still owed to one receiver.</summary>
internal sealed class OutboxItem
{
    /// <summary>Its id, the same at each try: a receiver that has seen it need not look again.</summary>
    public required string Id { get; init; }

    /// <summary>The receiver's name.</summary>
    public required string Receiver { get; init; }

    /// <summary>When it was put here.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>How many events it holds, from 1.</summary>
    public required int Count { get; init; }

    /// <summary>Whether it is a list of events of usage, which are given up first.</summary>
    public required bool IsUsage { get; init; }

    /// <summary>What is sent.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How often it was tried in this process.</summary>
    public int Tries { get; set; }

    /// <summary>When it is tried next.</summary>
    public DateTimeOffset Due { get; set; }

    /// <summary>Whether it is being tried.</summary>
    public bool IsUnderWay { get; set; }
}
