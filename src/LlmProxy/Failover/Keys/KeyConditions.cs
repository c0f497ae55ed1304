using System.Diagnostics;

namespace LlmProxy.Failover.Keys;

/// <summary>The names of key conditions in health.</summary>
internal static class KeyConditions
{
    /// <summary>The name of <paramref name="condition"/>.</summary>
    public static string Name(this KeyCondition condition) => condition switch
    {
        KeyCondition.Works => "works",
        KeyCondition.Busy => "busy",
        KeyCondition.NotForModel => "not_for_model",
        KeyCondition.Dead => "dead",
        _ => throw new UnreachableException($"Key condition {condition} has no name."),
    };
}
