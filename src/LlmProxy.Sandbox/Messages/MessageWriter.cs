using System.Diagnostics;
using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Hosting;

namespace LlmProxy.Sandbox.Messages;

/// <summary>Writes message objects.</summary>
internal sealed class MessageWriter(Exchange exchange, Answer answer)
{
    /// <summary>Anthropic's word for the end.</summary>
    public ReadOnlySpan<byte> StopReason => answer.Finish switch
    {
        FinishKind.Stop => "end_turn"u8,
        FinishKind.StopSequence => "stop_sequence"u8,
        FinishKind.Length => "max_tokens"u8,
        FinishKind.ToolCalls => "tool_use"u8,
        _ => throw new UnreachableException($"Finish {answer.Finish} has no name."),
    };

    /// <summary>The stop sequence that was met, or null.</summary>
    public string? StopSequence => answer.StopSequence;

    /// <summary>The message, whole or as it is before its first block.</summary>
    public void Write(Utf8JsonWriter json, bool isDone)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, exchange.Id("msg_"));
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, exchange.Model);
        json.WriteStartArray("content"u8);
        if (isDone)
        {
            foreach (var block in answer.Blocks) WriteBlock(json, block, isDone: true);
        }

        json.WriteEndArray();
        if (isDone) json.WriteString("stop_reason"u8, StopReason);
        else json.WriteNull("stop_reason"u8);
        json.WriteString("stop_sequence"u8, isDone ? StopSequence : null);
        WriteUsage(json, isDone);
        json.WriteEndObject();
    }

    /// <summary>A content block, whole or as it is before its first delta.</summary>
    public void WriteBlock(Utf8JsonWriter json, AnswerBlock block, bool isDone)
    {
        json.WriteStartObject();
        switch (block.Kind)
        {
            case BlockKind.Reasoning:
                json.WriteString("type"u8, "thinking"u8);
                json.WriteString("thinking"u8, isDone ? block.Text : "");
                json.WriteString("signature"u8, isDone ? Signature(block) : "");
                break;
            case BlockKind.Text:
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, isDone ? block.Text : "");
                break;
            default:
                json.WriteString("type"u8, "tool_use"u8);
                json.WriteString("id"u8, exchange.Id("toolu_", (ulong)block.CallIndex + 1));
                json.WriteString("name"u8, block.ToolName);
                json.WritePropertyName("input"u8);
                json.WriteRawValue(isDone ? block.Text : "{}");
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>The usage, at the start with one output token, as Anthropic counts.</summary>
    public void WriteUsage(Utf8JsonWriter json, bool isDone)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, answer.InputTokens);
        json.WriteNumber("cache_creation_input_tokens"u8, 0);
        json.WriteNumber("cache_read_input_tokens"u8, 0);
        json.WriteNumber("output_tokens"u8, isDone ? answer.OutputTokens : 1);
        if (!isDone) json.WriteString("service_tier"u8, "standard"u8);
        json.WriteEndObject();
    }

    /// <summary>The signature of a thinking block, which clients must hand back unchanged.</summary>
    public static string Signature(AnswerBlock block) => $"c2FuZGJveC1zaWduYXR1cmUt{StableHash.Of(block.Text):x16}";
}
