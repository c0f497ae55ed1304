using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Files;

/// <summary><c>/files</c> and what hangs below it.</summary>
internal static class FileEndpoints
{
    /// <summary><c>POST /files</c>.</summary>
    public static Task UploadAsync(Exchange exchange)
    {
        var form = exchange.Multipart ?? throw ApiException.Invalid("Expected a multipart/form-data body.", null);
        var upload = form.Files.Find(part => part.Field == "file") ?? throw ApiException.Missing("file");
        var purpose = form["purpose"] ?? throw ApiException.Missing("purpose");
        var files = exchange.Sandbox.Files;
        var id = $"file-{StableHash.Of(upload.Content, files.NextNumber()):x16}";
        var file = new StoredFile(id, upload.FileName, purpose, exchange.Sandbox.Now, upload.Content);
        files.Put(file);
        return BodyOutput.SendJsonAsync(exchange, file.Write);
    }

    /// <summary><c>GET /files</c>, with <c>purpose</c>.</summary>
    public static Task ListAsync(Exchange exchange)
    {
        var purpose = exchange.Context.Request.Query["purpose"].ToString();
        var files = Array.FindAll(exchange.Sandbox.Files.NewestFirst(), file => purpose.Length == 0 || file.Purpose == purpose);
        return BodyOutput.SendJsonAsync(exchange, json => ListBody.Write(
            json, files.Length, i => files[i].Id, i => files[i].Write(json)));
    }

    /// <summary><c>GET /files/{id}</c>.</summary>
    public static Task GetAsync(Exchange exchange) => BodyOutput.SendJsonAsync(exchange, Find(exchange).Write);

    /// <summary><c>GET /files/{id}/content</c>.</summary>
    public static Task ContentAsync(Exchange exchange) =>
        BodyOutput.SendAsync(exchange, "application/octet-stream", Find(exchange).Content);

    /// <summary><c>DELETE /files/{id}</c>.</summary>
    public static Task DeleteAsync(Exchange exchange)
    {
        var file = Find(exchange);
        exchange.Sandbox.Files.Remove(file.Id);
        return BodyOutput.SendJsonAsync(exchange, json =>
        {
            json.WriteStartObject();
            json.WriteString("id"u8, file.Id);
            json.WriteString("object"u8, "file"u8);
            json.WriteBoolean("deleted"u8, true);
            json.WriteEndObject();
        });
    }

    private static StoredFile Find(Exchange exchange) =>
        exchange.Sandbox.Files.TryGet(exchange.RouteValue("id"), out var file)
            ? file
            : throw ApiException.NotFound("File", exchange.RouteValue("id"), "id");
}
