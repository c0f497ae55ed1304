using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Chat;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Completions;

/// <summary><c>POST /completions</c>.</summary>
internal static class CompletionEndpoint
{
    private const int MaxChoices = 128;

    public static Task HandleAsync(Exchange exchange)
    {
        var answers = Answer(exchange);
        return exchange.Head.Stream
            ? StreamAsync(exchange, answers)
            : BodyOutput.SendJsonAsync(exchange, json => Write(json, exchange, answers));
    }

    private static List<Answer> Answer(Exchange exchange)
    {
        var request = exchange.Json;
        var prompts = CompletionPromptReader.Read(request, exchange.Model);
        var n = Math.Min(PromptReader.Number(request, "n", 1) ?? 1, MaxChoices);
        var answers = new List<Answer>();
        foreach (var prompt in prompts)
        {
            for (var i = 0; i < n; i++) answers.Add(AnswerPlanner.Plan(exchange, prompt, i));
        }

        return answers;
    }

    private static void Write(Utf8JsonWriter json, Exchange exchange, List<Answer> answers)
    {
        json.WriteStartObject();
        WriteHead(json, exchange);
        json.WriteStartArray("choices"u8);
        for (var i = 0; i < answers.Count; i++) WriteChoice(json, i, answers[i].Text, ChatWriter.Finish(answers[i].Finish));
        json.WriteEndArray();
        WriteUsage(json, answers);
        json.WriteEndObject();
    }

    private static async Task StreamAsync(Exchange exchange, List<Answer> answers)
    {
        using var output = SseOutput.For(exchange);
        await output.StartAsync().ConfigureAwait(false);
        for (var i = 0; i < answers.Count && !output.Ended; i++)
        {
            await AnswerStreamer.RunAsync(
                answers[i], new CompletionStream(exchange, output, i, answers[i]), output, exchange.CharsPerChunk).ConfigureAwait(false);
        }

        if (exchange.Head.IncludeUsage)
        {
            WriteUsageChunk(output.Frame, exchange, answers);
            await output.SendAsync(FrameKind.Frame).ConfigureAwait(false);
        }

        await output.SendDoneAsync().ConfigureAwait(false);
    }

    private static void WriteUsageChunk(FrameBuffer frame, Exchange exchange, List<Answer> answers)
    {
        frame.Raw("data: "u8);
        var json = frame.BeginJson();
        json.WriteStartObject();
        WriteHead(json, exchange);
        json.WriteStartArray("choices"u8);
        json.WriteEndArray();
        WriteUsage(json, answers);
        json.WriteEndObject();
        frame.EndJson();
        frame.Raw("\n\n"u8);
    }

    /// <summary>The fields that answers and chunks begin with.</summary>
    internal static void WriteHead(Utf8JsonWriter json, Exchange exchange)
    {
        json.WriteString("id"u8, exchange.Id("cmpl-"));
        json.WriteString("object"u8, "text_completion"u8);
        json.WriteNumber("created"u8, exchange.Sandbox.Now);
        json.WriteString("model"u8, exchange.Model);
    }

    /// <summary>One choice; an empty reason is written as null.</summary>
    internal static void WriteChoice(Utf8JsonWriter json, int index, ReadOnlySpan<char> text, ReadOnlySpan<byte> finish)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteNumber("index"u8, index);
        json.WriteNull("logprobs"u8);
        if (finish.IsEmpty) json.WriteNull("finish_reason"u8);
        else json.WriteString("finish_reason"u8, finish);
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, List<Answer> answers)
    {
        json.WritePropertyName("usage"u8);
        ChatWriter.WriteUsage(json, answers);
    }
}
