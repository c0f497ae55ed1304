using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Reads the <c>role</c> of a chat message.</summary>
internal static class ChatRoles
{
    /// <summary>The role of <paramref name="message"/>, which is number <paramref name="index"/>.</summary>
    public static ChatRole Of(JsonElement message, int index)
    {
        if (message.ValueKind is not JsonValueKind.Object) throw RequestFault.Invalid($"messages[{index}]", "A message must be an object.");
        return RawJson.TryGet(message, "role"u8, out var role)
            ? RawJson.String(role) switch
            {
                "system" or "developer" => ChatRole.System,
                "user" => ChatRole.User,
                "assistant" => ChatRole.Assistant,
                "tool" => ChatRole.Tool,
                "function" => ChatRole.Function,
                _ => throw RequestFault.Invalid(
                    $"messages[{index}].role", "The role must be \"system\", \"developer\", \"user\", \"assistant\", \"tool\" or \"function\"."),
            }
            : throw RequestFault.Missing($"messages[{index}].role", "A message must have a role.");
    }
}
