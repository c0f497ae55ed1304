using System.Diagnostics;
using System.Text.Json;
using LlmProxy.Core.Events;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>Writes the members of one chat delta.</summary>
internal static class ChatDeltaWriter
{
    /// <summary>Writes what <paramref name="e"/> tells; the role is not its matter.</summary>
    /// <param name="json">Stands inside <c>delta</c>.</param>
    /// <param name="e">An event with content, or a role.</param>
    /// <param name="call">The number of the tool call, where it is about one.</param>
    /// <param name="usesFunctions">Whether the tool call is told in the old form, <c>function_call</c>.</param>
    public static void Write(Utf8JsonWriter json, in LlmEvent e, int call, bool usesFunctions)
    {
        switch (e.Kind)
        {
            case LlmEventKind.Role:
                json.WriteString("content"u8, ""u8);
                break;
            case LlmEventKind.Text:
                json.WriteString("content"u8, e.Text);
                break;
            case LlmEventKind.Reasoning:
                json.WriteString("reasoning_content"u8, e.Text);
                break;
            case LlmEventKind.Refusal:
                json.WriteString("refusal"u8, e.Text);
                break;
            case LlmEventKind.ReasoningSignature or LlmEventKind.ReasoningRedacted:
                WriteThinkingBlock(json, e);
                break;
            case LlmEventKind.ToolCall or LlmEventKind.ToolArguments when usesFunctions:
                json.WriteStartObject("function_call"u8);
                WriteFunction(json, e);
                break;
            case LlmEventKind.ToolCall or LlmEventKind.ToolArguments:
                WriteToolCall(json, e, call);
                break;
            default:
                throw new UnreachableException($"{e.Kind} is no delta.");
        }
    }

    private static void WriteThinkingBlock(Utf8JsonWriter json, in LlmEvent e)
    {
        json.WriteStartArray("thinking_blocks"u8);
        json.WriteStartObject();
        if (e.Kind == LlmEventKind.ReasoningSignature)
        {
            json.WriteString("type"u8, "thinking"u8);
            json.WriteString("thinking"u8, ""u8);
            json.WriteString("signature"u8, e.Text);
        }
        else
        {
            json.WriteString("type"u8, "redacted_thinking"u8);
            json.WriteString("data"u8, e.Text);
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteToolCall(Utf8JsonWriter json, in LlmEvent e, int call)
    {
        var begins = e.Kind == LlmEventKind.ToolCall;
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, call);
        if (begins)
        {
            json.WriteString("id"u8, e.Id);
            json.WriteString("type"u8, "function"u8);
        }

        json.WriteStartObject("function"u8);
        WriteFunction(json, e);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>The members of a function, of which the first delta has the name, and the object's end.</summary>
    private static void WriteFunction(Utf8JsonWriter json, in LlmEvent e)
    {
        var begins = e.Kind == LlmEventKind.ToolCall;
        if (begins)
        {
            json.WriteString("name"u8, e.Name);
        }

        json.WriteString("arguments"u8, begins ? default : e.Text);
        json.WriteEndObject();
    }
}
