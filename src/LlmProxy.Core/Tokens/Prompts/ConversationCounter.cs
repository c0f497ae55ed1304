using LlmProxy.Core.Json;
using LlmProxy.Core.Requests;
using LlmProxy.Core.Tokens.Prompts.Tools;

namespace LlmProxy.Core.Tokens.Prompts;

/// <summary>Counts conversations: chats, responses and Anthropic's messages.</summary>
/// <remarks>Roles are a token each; what a message adds to its texts stands in <see cref="ChatRules"/>.</remarks>
internal readonly ref struct ConversationCounter
{
    private readonly ChatRules _rules;
    private readonly TokenTally _tally;
    private readonly ContentCounter _contents;

    /// <summary>Counts for a model into <paramref name="tally"/>.</summary>
    public ConversationCounter(PromptModel model, TokenTally tally)
    {
        _rules = model.Chat;
        _tally = tally;
        _contents = new ContentCounter(model, tally);
    }

    /// <summary>Adds a chat.</summary>
    public void AddChat(LlmRequest request)
    {
        _tally.Add(_rules.Reply);
        var messages = request.Bytes(RequestField.Messages);
        var elements = new JsonWalk(messages);
        while (elements.Next())
            AddMessage(elements.Value);
        var frame = new PromptFrame(_rules, _tally, SystemText(messages));
        var hasTools = frame.AddTools(request.Bytes(RequestField.Tools)) | frame.AddTools(request.Bytes(RequestField.Functions));
        frame.AddFormat(request.Bytes(RequestField.ResponseFormat), hasTools);
        frame.AddForced(request.Bytes(RequestField.FunctionCall));
    }

    /// <summary>Adds a response's instructions and input. What the provider keeps of earlier ones is not seen here.</summary>
    public void AddResponse(LlmRequest request)
    {
        _tally.Add(_rules.Reply);
        _tally.Doubt();
        var instructions = JsonMember.Inside(request.Bytes(RequestField.Instructions));
        if (!instructions.IsEmpty)
            AddSingle(instructions);
        var input = request.Bytes(RequestField.Input);
        if (input is [(byte)'"', ..])
            AddSingle(JsonMember.Inside(input));
        var items = new JsonWalk(input is [(byte)'[', ..] ? input : default);
        while (items.Next())
            AddItem(items.Value);
        var frame = new PromptFrame(_rules, _tally, instructions);
        var hasTools = frame.AddTools(request.Bytes(RequestField.Tools));
        frame.AddFormat(JsonMember.Of(request.Bytes(RequestField.Text), "format"u8), hasTools);
    }

    /// <summary>Adds a request of Anthropic's Messages API.</summary>
    public void AddMessages(LlmRequest request)
    {
        _tally.Add(_rules.Reply);
        _tally.Doubt();
        var system = request.Bytes(RequestField.System);
        if (_contents.Add(system))
            _tally.Add(_rules.PerMessage + 1);
        var elements = new JsonWalk(request.Bytes(RequestField.Messages));
        while (elements.Next())
            AddMessage(elements.Value);
        new PromptFrame(_rules, _tally, JsonMember.Inside(system)).AddTools(request.Bytes(RequestField.Tools));
    }

    private void AddSingle(ReadOnlySpan<byte> text)
    {
        _tally.Add(_rules.PerMessage + 1);
        _tally.AddText(text);
    }

    private void AddItem(ReadOnlySpan<byte> item)
    {
        var type = JsonMember.TextOf(item, "type"u8);
        if (type.IsEmpty || type.SequenceEqual("message"u8))
        {
            AddMessage(item);
        }
        else if (type.SequenceEqual("function_call"u8))
        {
            _tally.Add(_rules.PerMessage + 1);
            CallText.AddOne(item, _rules, _tally);
        }
        else
        {
            // Results, summaries of reasoning and whatever comes: their texts, wherever the item keeps them.
            _tally.Add(_rules.PerMessage + 1);
            _contents.Add(JsonMember.Of(item, "output"u8));
            _contents.Add(JsonMember.Of(item, "content"u8));
            _contents.Add(JsonMember.Of(item, "summary"u8));
        }
    }

    private void AddMessage(ReadOnlySpan<byte> message)
    {
        _tally.Add(_rules.PerMessage);
        var role = JsonMember.TextOf(message, "role"u8);
        _tally.AddText(role);
        var isAnswer = role.SequenceEqual("assistant"u8);
        if (_contents.Add(JsonMember.Of(message, "content"u8)) && isAnswer)
            _tally.Add(_rules.PerAnswer);
        AddName(JsonMember.TextOf(message, "name"u8), role);
        if (isAnswer)
            AddCalls(message);
    }

    private void AddName(ReadOnlySpan<byte> name, ReadOnlySpan<byte> role)
    {
        // A tool's name is known from its call.
        if (name.IsEmpty || role.SequenceEqual("tool"u8))
            return;
        _tally.AddText(name);
        // One that only repeats the role costs no separator.
        if (!name.SequenceEqual(role))
            _tally.Add(_rules.PerName);
    }

    private void AddCalls(ReadOnlySpan<byte> message)
    {
        CallText.AddAll(JsonMember.Of(message, "tool_calls"u8), _rules, _tally);
        var function = JsonMember.Of(message, "function_call"u8);
        if (function is [(byte)'{', ..])
            CallText.AddOne(function, _rules, _tally);
        if (JsonMember.TextOf(message, "refusal"u8) is { IsEmpty: false } refusal)
        {
            _tally.AddText(refusal);
            _tally.Doubt();
        }
    }

    /// <summary>The text of the first system message, behind which tools are written; empty where there is none.</summary>
    private static ReadOnlySpan<byte> SystemText(ReadOnlySpan<byte> messages)
    {
        var elements = new JsonWalk(messages);
        while (elements.Next())
        {
            var role = JsonMember.TextOf(elements.Value, "role"u8);
            if (role.SequenceEqual("system"u8) || role.SequenceEqual("developer"u8))
                return TextOf(JsonMember.Of(elements.Value, "content"u8));
        }

        return default;
    }

    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> content)
    {
        var parts = new JsonWalk(content);
        return content is [(byte)'[', ..] && parts.Next() ? JsonMember.TextOf(parts.Value, "text"u8) : JsonMember.Inside(content);
    }
}
