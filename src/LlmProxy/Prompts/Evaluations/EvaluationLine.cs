using System.Text.Encodings.Web;
using System.Text.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Prompts.Evaluations.Content;
using LlmProxy.Prompts.Quality;
using LlmProxy.Telemetry;

namespace LlmProxy.Prompts.Evaluations;

/// <summary>Writes lines of the evaluation log. What is not known is <c>null</c>; content that is not recorded is not there.</summary>
internal static class EvaluationLine
{
    /// <summary>The beginning of a line about a request.</summary>
    public const string RequestStart = "{\"type\":\"request\",";

    /// <summary>The beginning of a line of feedback.</summary>
    public const string FeedbackStart = "{\"type\":\"feedback\",";

    // Read by programs, and never a part of a page: no more escapes than JSON asks for.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the line of a request.</summary>
    public static void Write(PooledBuffer output, RequestEntry entry, in RedactedModels models, in RedactedRequest request, in RedactedAnswer answer)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", "request");
            WriteWhat(json, entry, models);
            WriteFigures(json, entry, request, answer);
            WriteEnd(json, entry);
            WriteContent(json, request, answer);
            json.WriteEndObject();
        }

        output.Append("\n"u8);
    }

    /// <summary>Writes the line of what somebody thinks of an answer.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="feedback">What was said.</param>
    /// <param name="tags">Its tags, redacted.</param>
    /// <param name="comment">The comment, redacted; <c>null</c>: none is recorded.</param>
    public static void Write(PooledBuffer output, Feedback feedback, IReadOnlyList<string> tags, string? comment)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", "feedback");
            json.WriteString("request_id", feedback.RequestId);
            json.WriteString("time", feedback.Time.UtcDateTime);
            WriteNumber(json, "rating", feedback.Rating);
            json.WriteString("verdict", SafeText.Of(feedback.Verdict));
            json.WriteStartArray("tags");
            foreach (var tag in tags)
                json.WriteStringValue(SafeText.Of(tag));
            json.WriteEndArray();
            if (comment is not null)
                json.WriteString("comment", comment);
            json.WriteEndObject();
        }

        output.Append("\n"u8);
    }

    private static void WriteWhat(Utf8JsonWriter json, RequestEntry entry, in RedactedModels models)
    {
        json.WriteString("request_id", entry.Facts.RequestId);
        json.WriteString("time", entry.Time.UtcDateTime);
        json.WriteString("prompt", entry.Prompt?.Name);
        json.WriteString("version", entry.Prompt?.Version);
        json.WriteStartObject("experiments");
        foreach (var assignment in entry.Assignments)
            json.WriteString(assignment.Experiment, assignment.Variant);
        json.WriteEndObject();
        json.WriteString("route", entry.Facts.Route);
        json.WriteString("endpoint", entry.Facts.Endpoint);
        json.WriteString("model_asked", models.Asked);
        json.WriteString("model_used", models.Used);
        json.WriteBoolean("stream", entry.Facts.Stream);
    }

    private static void WriteFigures(Utf8JsonWriter json, RequestEntry entry, in RedactedRequest request, in RedactedAnswer answer)
    {
        WriteNumber(json, "input_characters", entry.Capture is null ? null : request.Characters);
        WriteNumber(json, "output_characters", answer.Characters);
        WriteNumber(json, "input_tokens", entry.Facts.Usage.InputTokens);
        WriteNumber(json, "output_tokens", entry.Facts.Usage.OutputTokens);
        json.WriteNumber("latency_ms", Milliseconds(entry.Facts.Duration));
        if (entry.Facts.FirstToken is { } first)
            json.WriteNumber("first_token_ms", Milliseconds(first));
        else
            json.WriteNull("first_token_ms");
        if (entry.Facts.Cost is { } cost)
            json.WriteNumber("cost_usd", cost);
        else
            json.WriteNull("cost_usd");
        json.WriteBoolean("estimated", entry.Facts.IsEstimated);
    }

    private static void WriteEnd(Utf8JsonWriter json, RequestEntry entry)
    {
        json.WriteString("outcome", entry.Facts.Outcome.ToTag());
        json.WriteNumber("status", entry.Facts.Status);
        json.WriteString("error", entry.Facts.ErrorType);
        json.WriteBoolean("blocked", entry.IsBlocked);
        json.WriteString("guardrails", entry.Guardrails);
    }

    private static void WriteContent(Utf8JsonWriter json, in RedactedRequest request, in RedactedAnswer answer)
    {
        if (request.Omitted is { } omitted)
            json.WriteString("content_omitted", omitted);
        if (request.Json is { } body)
        {
            json.WritePropertyName("request");
            json.WriteRawValue(body);
        }

        if (answer.Text is not { } text)
            return;
        json.WriteString("answer", text);
        if (answer.IsCut)
            json.WriteBoolean("answer_truncated", true);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);
}
