namespace LlmProxy.Failover.Keys;

/// <summary>What is known about a key. The numbers are those of the metric <c>llmproxy.key.state</c>; they keep their meaning.</summary>
internal enum KeyCondition
{
    /// <summary>Nothing is wrong with it.</summary>
    Works = 0,

    /// <summary>It is at a limit, for one model at least.</summary>
    Busy = 1,

    /// <summary>One model at least is not open to it.</summary>
    NotForModel = 2,

    /// <summary>It is refused: wrong, or without money.</summary>
    Dead = 3,
}
