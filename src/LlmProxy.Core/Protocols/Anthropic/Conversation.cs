using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Writes the user's and the assistant's messages as Anthropic's turns.</summary>
internal sealed class Conversation
{
    private readonly Utf8JsonWriter _json;
    private readonly DroppedFields _dropped;
    private readonly ClaudeModel _model;
    private readonly JsonElement[] _messages;
    private readonly ChatRole[] _roles;
    private readonly TurnWriter _turns;
    private int _functionCalls;

    private Conversation(Utf8JsonWriter json, JsonElement messages, ClaudeModel model, DroppedFields dropped)
    {
        _json = json;
        _dropped = dropped;
        _model = model;
        _messages = [.. messages.EnumerateArray()];
        _roles = [.. _messages.Select(ChatRoles.Of)];
        _turns = new TurnWriter(json);
    }

    /// <summary>Writes <c>messages</c>.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement messages, ClaudeModel model, DroppedFields dropped)
    {
        json.WriteStartArray("messages"u8);
        new Conversation(json, messages, model, dropped).Write();
        json.WriteEndArray();
    }

    private void Write()
    {
        var last = Array.FindLastIndex(_roles, role => role is not ChatRole.System);
        for (var i = 0; i < _messages.Length;)
        {
            if (_roles[i] is ChatRole.Assistant)
            {
                WriteAssistant(i, isLast: i == last);
                i++;
                continue;
            }

            // What lies between two answers of the model is one turn, and in it the tools' results must stand first.
            var end = i;
            while (end < _messages.Length && _roles[end] is not ChatRole.Assistant) end++;
            for (var j = i; j < end; j++) WriteToolResult(j);
            for (var j = i; j < end; j++) WriteUser(j);
            i = end;
        }

        _turns.End();
    }

    private void WriteUser(int index)
    {
        if (_roles[index] is not ChatRole.User) return;
        WriteParts(index, ChatRole.User, PartKinds.Text | PartKinds.Media, trimLast: false);
        _dropped.AddUnknown(_messages[index], "messages[].", "role", "content", "cache_control");
    }

    private void WriteToolResult(int index)
    {
        if (_roles[index] is not (ChatRole.Tool or ChatRole.Function)) return;
        var id = _roles[index] is ChatRole.Function ? FunctionCallId(index)
            : RawJson.TryGet(_messages[index], "tool_call_id"u8, out var said) && !RawJson.IsBlank(said) ? ToolBlocks.SafeId(RawJson.String(said))
            : throw RequestFault.Missing($"messages[{index}].tool_call_id", "A message of role 'tool' must name the call that it answers.");
        _turns.Begin(ChatRole.User);
        ToolBlocks.WriteResult(_json, id, _messages[index], index, _dropped);
    }

    private void WriteAssistant(int index, bool isLast)
    {
        var message = _messages[index];
        if (RawJson.TryGet(message, "audio"u8, out _))
            throw RequestFault.Unsupported($"messages[{index}].audio", "This model's provider has no audio. Send what was said as text in 'content'.");
        WriteThinking(message);
        WriteParts(index, ChatRole.Assistant, PartKinds.Text | PartKinds.Refusal, trimLast: isLast);
        WriteRefusal(message, index, isLast);
        WriteToolCalls(message, index);
        if (RawJson.TryGet(message, "reasoning_content"u8, out var reasoning) && RawJson.SaysSomething(reasoning) && !ThinkingBlocks.HasAny(message))
            _dropped.Add("messages[].reasoning_content"); // without the provider's signature it cannot be handed back
        _dropped.AddUnknown(
            message, "messages[].", "role", "content", "refusal", "tool_calls", "function_call", "thinking_blocks", "reasoning_content", "cache_control");
    }

    private void WriteThinking(JsonElement message)
    {
        if (!RawJson.TryGet(message, "thinking_blocks"u8, out var blocks) || blocks.ValueKind is not JsonValueKind.Array) return;
        foreach (var block in blocks.EnumerateArray())
        {
            if (!_model.CanThink || !ThinkingBlocks.IsWhole(block))
            {
                _dropped.Add("messages[].thinking_blocks");
                continue;
            }

            _turns.Begin(ChatRole.Assistant);
            ThinkingBlocks.Write(_json, block, message, blocks.GetArrayLength());
        }
    }

    private void WriteRefusal(JsonElement message, int index, bool isLast)
    {
        if (!RawJson.TryGet(message, "refusal"u8, out var refusal) || RawJson.IsBlank(refusal)) return;
        _turns.Begin(ChatRole.Assistant);
        ContentParts.Write(_json, refusal, new PartPath(index, -1), PartKinds.Text, _dropped, trimEnd: isLast);
    }

    private void WriteToolCalls(JsonElement message, int index)
    {
        if (RawJson.TryGet(message, "tool_calls"u8, out var calls))
        {
            if (calls.ValueKind is not JsonValueKind.Array) throw RequestFault.Invalid($"messages[{index}].tool_calls", "'tool_calls' must be a list.");
            var i = 0;
            foreach (var call in calls.EnumerateArray())
            {
                _turns.Begin(ChatRole.Assistant);
                ToolBlocks.WriteCall(_json, call, $"messages[{index}].tool_calls[{i++}]", _dropped);
            }
        }

        if (!RawJson.TryGet(message, "function_call"u8, out var function)) return;
        _functionCalls++;
        _turns.Begin(ChatRole.Assistant);
        ToolBlocks.WriteUse(_json, FunctionCallId(index), function, $"messages[{index}].function_call", default);
    }

    private void WriteParts(int index, ChatRole role, PartKinds kinds, bool trimLast)
    {
        var parts = ContentParts.Read(_messages[index], index);
        RawJson.TryGet(_messages[index], "cache_control"u8, out var mark);
        for (var i = 0; i < parts.Count; i++)
        {
            var isLast = i == parts.Count - 1;
            _turns.Begin(role);
            ContentParts.Write(_json, parts[i].Part, parts[i].Path, kinds, _dropped, isLast ? mark : default, trimLast && isLast);
        }
    }

    // The old form has no ids: a result belongs to the call before it.
    private string FunctionCallId(int index) => _functionCalls > 0
        ? $"function_call_{_functionCalls}"
        : throw RequestFault.Invalid($"messages[{index}].role", "A message of role 'function' must follow the assistant's 'function_call'.");
}
