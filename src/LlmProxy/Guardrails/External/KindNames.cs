using System.Collections.Frozen;
using System.Text.Json;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.External;

/// <summary>What kinds of texts are called outside: <c>user</c>, <c>tool_result</c>.</summary>
internal static class KindNames
{
    private static readonly FrozenDictionary<TextKind, string> Names =
        Enum.GetValues<TextKind>().ToFrozenDictionary(kind => kind, kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()));

    /// <summary>The name of one kind.</summary>
    public static string Of(TextKind kind) => Names.GetValueOrDefault(kind, "other");
}
