using System.Collections.Frozen;
using System.Text.Json;

namespace LlmProxy.Failover.Failures;

/// <summary>The names of failures in metrics and logs: <c>first_byte_timeout</c>.</summary>
public static class FailureNames
{
    private static readonly FrozenDictionary<FailureKind, string> Names =
        Enum.GetValues<FailureKind>().ToFrozenDictionary(kind => kind, kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()));

    /// <summary>The name of <paramref name="kind"/>.</summary>
    public static string Of(FailureKind kind) => Names[kind];
}
