using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>The <c>max_tokens</c> of a request, which the Messages API demands.</summary>
internal static class TokenLimit
{
    /// <summary>What the caller states, at most <paramref name="cap"/>: <c>max_completion_tokens</c> before the older <c>max_tokens</c>; <c>null</c> if neither.</summary>
    public static int? Stated(ChatFields fields, DroppedFields dropped, int? cap = null)
    {
        var older = Read(fields.MaxTokens, "max_tokens");
        var newer = Read(fields.MaxCompletionTokens, "max_completion_tokens");
        if (newer is not null && older is not null && newer != older) dropped.Add("max_tokens");
        var stated = newer ?? older;
        return stated > cap ? cap : stated;
    }

    private static int? Read(JsonElement field, string name)
    {
        if (!ChatFields.Has(field)) return null;
        return field.ValueKind is JsonValueKind.Number && field.TryGetInt32(out var tokens) && tokens >= 1
            ? tokens
            : throw RequestFault.Invalid(name, $"'{name}' must be a whole number from 1 to {int.MaxValue}.");
    }
}
