using System.Text;
using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Chat;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Files;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Batches;

/// <summary>Answers the lines of a batch's input file. Chat completions only; other lines get an error of their own.</summary>
internal static class BatchRun
{
    /// <summary>Writes the output file and completes the batch.</summary>
    public static void Complete(Exchange exchange, Batch batch, StoredFile input)
    {
        using var output = new FrameBuffer();
        foreach (var line in Encoding.UTF8.GetString(input.Content).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            batch.Total++;
            WriteLine(output, exchange, batch, line);
            output.Raw("\n"u8);
        }

        var id = $"file-{StableHash.Of(output.Written.Span, exchange.Sandbox.Files.NextNumber()):x16}";
        exchange.Sandbox.Files.Put(new(
            id, $"{batch.Id}_output.jsonl", "batch_output", exchange.Sandbox.Now, output.Written.ToArray()));
        batch.OutputFileId = id;
    }

    private static void WriteLine(FrameBuffer output, Exchange exchange, Batch batch, string line)
    {
        var id = $"batch_req_{StableHash.Of(line):x16}";
        var json = output.BeginJson();
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        try
        {
            using var document = JsonDocument.Parse(line);
            json.WriteString("custom_id"u8, PromptReader.String(document.RootElement, "custom_id"));
            var body = PromptReader.Object(document.RootElement, "body");
            var answer = Answer(exchange, document.RootElement, body, out var model);
            WriteResponse(json, id, 200, () => ChatWriter.Write(
                json, $"chatcmpl-{StableHash.Of(line):x16}", exchange.Sandbox.Now, model, [answer]));
        }
        catch (Exception e) when (e is JsonException or ApiException)
        {
            batch.Failed++;
            var error = e as ApiException ?? ApiException.Invalid("This line is not valid JSON.", null);
            WriteResponse(json, id, error.Status, () => ErrorBody.Write(json, error, WireForm.OpenAi, id));
        }

        json.WriteNull("error"u8);
        json.WriteEndObject();
        output.EndJson();
    }

    private static Answer Answer(Exchange exchange, JsonElement line, JsonElement body, out string model)
    {
        if (PromptReader.String(line, "url")?.EndsWith("/chat/completions", StringComparison.Ordinal) != true)
            throw ApiException.Invalid("The sandbox answers batch lines for /v1/chat/completions only.", "url");
        model = PromptReader.String(body, "model") ?? "";
        return AnswerPlanner.Plan(exchange, ChatPromptReader.Read(body, model));
    }

    private static void WriteResponse(Utf8JsonWriter json, string id, int status, Action writeBody)
    {
        json.WriteStartObject("response"u8);
        json.WriteNumber("status_code"u8, status);
        json.WriteString("request_id"u8, id);
        json.WritePropertyName("body"u8);
        writeBody();
        json.WriteEndObject();
    }
}
