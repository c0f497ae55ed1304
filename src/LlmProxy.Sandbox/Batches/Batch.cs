using System.Text.Json;

namespace LlmProxy.Sandbox.Batches;

/// <summary>A batch. It goes one step further each time it is asked for, so that a client's polling loop comes to an end.</summary>
internal sealed class Batch(string id, string inputFileId, string endpoint, long createdAt)
{
    public string Id { get; } = id;

    public string InputFileId { get; } = inputFileId;

    public string Status { get; set; } = "validating";

    public string? OutputFileId { get; set; }

    /// <summary>Lines of the input file.</summary>
    public int Total { get; set; }

    /// <summary>Lines that were answered with an error.</summary>
    public int Failed { get; set; }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, Id);
        json.WriteString("object"u8, "batch"u8);
        json.WriteString("endpoint"u8, endpoint);
        json.WriteNull("errors"u8);
        json.WriteString("input_file_id"u8, InputFileId);
        json.WriteString("completion_window"u8, "24h"u8);
        json.WriteString("status"u8, Status);
        json.WriteString("output_file_id"u8, OutputFileId);
        json.WriteNull("error_file_id"u8);
        json.WriteNumber("created_at"u8, createdAt);
        json.WriteStartObject("request_counts"u8);
        json.WriteNumber("total"u8, Total);
        json.WriteNumber("completed"u8, OutputFileId is null ? 0 : Total - Failed);
        json.WriteNumber("failed"u8, Failed);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
