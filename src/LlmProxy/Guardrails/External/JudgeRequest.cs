using System.Buffers;
using System.Text.Json;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.External;

/// <summary>Writes the request to a model that judges, in OpenAI's form or Anthropic's.</summary>
internal static class JudgeRequest
{
    /// <summary>Most tokens of a judgement: 64, which holds all codes.</summary>
    private const int MaxTokens = 64;

    /// <summary>The body of a request with instructions of the gateway's.</summary>
    public static ReadOnlyMemory<byte> Instructed(GuardSubject subject, string model, string policy, bool isAnthropic)
    {
        var mark = JudgePrompt.NewMark();
        var instructions = JudgePrompt.Instructions(policy, mark);
        return Write(model, isAnthropic ? instructions : null, isAnthropic
            ? [("user", JudgePrompt.Data(subject, mark))]
            : [("system", instructions), ("user", JudgePrompt.Data(subject, mark))]);
    }

    /// <summary>The body of a request to a model that brings its own instructions, and judges the last turn of a conversation.</summary>
    public static ReadOnlyMemory<byte> Bare(GuardSubject subject, string model) => Write(model, null, subject.Direction == GuardDirection.Input
        ? [("user", JudgePrompt.Plain(subject))]
        // Such models want a user before the assistant; what that said was judged on its way in.
        : [("user", "(not shown)"), ("assistant", JudgePrompt.Plain(subject))]);

    private static ReadOnlyMemory<byte> Write(string model, string? system, IReadOnlyList<(string Role, string Content)> messages)
    {
        var body = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(body);
        writer.WriteStartObject();
        writer.WriteString("model"u8, model);
        writer.WriteNumber("temperature"u8, 0);
        writer.WriteNumber("max_tokens"u8, MaxTokens);
        if (system is not null)
            writer.WriteString("system"u8, system);
        writer.WriteStartArray("messages"u8);
        foreach (var (role, content) in messages)
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, role);
            writer.WriteString("content"u8, content);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenMemory;
    }
}
