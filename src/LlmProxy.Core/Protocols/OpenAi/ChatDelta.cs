using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>The members of one choice of a chat chunk that mean something here.</summary>
/// <remarks>
/// They are collected before anything is told, because providers write them in any order: Azure puts <c>index</c>
/// last, xAI <c>role</c> after the first reasoning.
/// </remarks>
internal ref struct ChatDelta
{
    public int Choice;
    public bool IsPresent;
    public JsonValue FinishReason;
    public JsonValue Usage;
    public JsonValue Role;
    public JsonValue Content;
    public JsonValue Reasoning;
    public JsonValue Refusal;
    public JsonValue ToolCalls;
    public JsonValue FunctionCall;
    public JsonValue ThinkingBlocks;

    /// <summary>Whether text of the answer stands at a second place too: log probabilities, Perplexity's <c>message</c> …</summary>
    public bool RepeatsText;

    /// <summary>Reads one element of <c>choices</c>.</summary>
    public static ChatDelta Read(JsonValue choice)
    {
        var read = default(ChatDelta);
        var members = choice.Members();
        while (choice.IsObject && members.Next())
        {
            if (members.NameIs("index"u8))
            {
                members.Value.TryGetIndex(out read.Choice);
            }
            else if (members.NameIs("delta"u8))
            {
                read.IsPresent = members.Value.IsObject;
                read.ReadDelta(members.Value);
            }
            else if (members.NameIs("finish_reason"u8))
            {
                read.FinishReason = members.Value;
            }
            else if (members.NameIs("usage"u8))
            {
                read.Usage = members.Value;
            }
            else if (members.NameIs("logprobs"u8) || members.NameIs("message"u8))
            {
                read.RepeatsText |= members.Value.HasContent;
            }
        }

        return read;
    }

    private void ReadDelta(JsonValue delta)
    {
        var bareReasoning = default(JsonValue);
        var members = delta.Members();
        while (delta.IsObject && members.Next())
        {
            if (members.NameIs("content"u8))
            {
                Content = members.Value;
            }
            else if (members.NameIs("role"u8))
            {
                Role = members.Value;
            }
            else if (members.NameIs("tool_calls"u8))
            {
                ToolCalls = members.Value;
            }
            else if (members.NameIs("reasoning_content"u8))
            {
                Reasoning = members.Value;
            }
            else if (members.NameIs("reasoning"u8))
            {
                bareReasoning = members.Value;
            }
            else if (members.NameIs("reasoning_details"u8))
            {
                RepeatsText |= members.Value.HasContent;
            }
            else if (members.NameIs("refusal"u8))
            {
                Refusal = members.Value;
            }
            else if (members.NameIs("function_call"u8))
            {
                FunctionCall = members.Value;
            }
            else if (members.NameIs("thinking_blocks"u8))
            {
                ThinkingBlocks = members.Value;
            }
        }

        // Where both names are there they say the same.
        RepeatsText |= Reasoning.HasContent && bareReasoning.HasContent;
        Reasoning = Reasoning.HasContent ? Reasoning : bareReasoning;
    }
}
