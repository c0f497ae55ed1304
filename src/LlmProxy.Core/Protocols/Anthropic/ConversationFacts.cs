using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>What must be known of a conversation before its request is written.</summary>
/// <param name="CalledTools">The names of all tools called in it, each once, in their order.</param>
/// <param name="EndsWithUnexplainedTurn">
/// Whether the model's last turn called tools, or is the last message, and came back without its signed thinking.
/// Anthropic refuses to think on from such a turn, and most chat clients cannot hand thinking back.
/// </param>
internal sealed record ConversationFacts(IReadOnlyList<string> CalledTools, bool EndsWithUnexplainedTurn)
{
    /// <summary>Looks through <paramref name="messages"/>, and refuses what is no conversation.</summary>
    public static ConversationFacts Read(JsonElement messages)
    {
        if (!ChatFields.Has(messages)) throw RequestFault.Missing("messages", "'messages' must be a list with at least one message.");
        if (messages.ValueKind is not JsonValueKind.Array || messages.GetArrayLength() == 0)
            throw RequestFault.Invalid("messages", "'messages' must be a list with at least one message.");

        var names = new List<string>();
        var index = 0;
        JsonElement assistant = default;
        var isLast = false;
        foreach (var message in messages.EnumerateArray())
        {
            isLast = ChatRoles.Of(message, index++) is ChatRole.Assistant;
            if (!isLast) continue;
            assistant = message;
            AddCalls(message, names);
        }

        var called = RawJson.TryGet(assistant, "tool_calls"u8, out var calls) && RawJson.SaysSomething(calls)
            || RawJson.TryGet(assistant, "function_call"u8, out _);
        return new ConversationFacts(names, (isLast || called) && !ThinkingBlocks.HasAny(assistant));
    }

    private static void AddCalls(JsonElement message, List<string> names)
    {
        if (RawJson.TryGet(message, "tool_calls"u8, out var calls) && calls.ValueKind is JsonValueKind.Array)
        {
            foreach (var call in calls.EnumerateArray()) AddName(call, "function"u8, names);
        }

        AddName(message, "function_call"u8, names);
    }

    private static void AddName(JsonElement holder, ReadOnlySpan<byte> member, List<string> names)
    {
        if (!RawJson.TryGet(holder, member, out var function) || !RawJson.TryGet(function, "name"u8, out var value)) return;
        var name = RawJson.String(value);
        if (name.Length > 0 && !names.Contains(name, StringComparer.Ordinal)) names.Add(name);
    }
}
