using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Batches;

/// <summary><c>/batches</c> and what hangs below it.</summary>
internal static class BatchEndpoints
{
    /// <summary><c>POST /batches</c>.</summary>
    public static Task CreateAsync(Exchange exchange)
    {
        var request = exchange.Json;
        var file = PromptReader.String(request, "input_file_id") ?? throw ApiException.Missing("input_file_id");
        var endpoint = PromptReader.String(request, "endpoint") ?? throw ApiException.Missing("endpoint");
        if (!exchange.Sandbox.Files.TryGet(file, out _))
            throw ApiException.Invalid($"Invalid 'input_file_id': no file with id '{file}'.", "input_file_id");
        var batches = exchange.Sandbox.Batches;
        var batch = new Batch(exchange.Id("batch_", batches.NextNumber()), file, endpoint, exchange.Sandbox.Now);
        batches.Put(batch.Id, batch);
        return SendAsync(exchange, batch);
    }

    /// <summary><c>GET /batches</c>.</summary>
    public static Task ListAsync(Exchange exchange)
    {
        var batches = exchange.Sandbox.Batches.NewestFirst();
        return BodyOutput.SendJsonAsync(exchange, json => ListBody.Write(
            json, batches.Length, i => batches[i].Id, i => batches[i].Write(json)));
    }

    /// <summary><c>GET /batches/{id}</c>: validating, in_progress, completed.</summary>
    public static Task GetAsync(Exchange exchange)
    {
        var batch = Find(exchange);
        lock (batch) Advance(exchange, batch);
        return SendAsync(exchange, batch);
    }

    /// <summary><c>POST /batches/{id}/cancel</c>.</summary>
    public static Task CancelAsync(Exchange exchange)
    {
        var batch = Find(exchange);
        lock (batch)
        {
            if (batch.Status is "completed" or "failed")
                throw new ApiException(StatusCodes.Status409Conflict, $"Cannot cancel a batch that is {batch.Status}.", "invalid_request_error");
            batch.Status = "cancelling";
        }

        return SendAsync(exchange, batch);
    }

    private static void Advance(Exchange exchange, Batch batch)
    {
        switch (batch.Status)
        {
            case "validating":
                batch.Status = "in_progress";
                break;
            case "cancelling":
                batch.Status = "cancelled";
                break;
            case "in_progress" when exchange.Sandbox.Files.TryGet(batch.InputFileId, out var input):
                BatchRun.Complete(exchange, batch, input);
                batch.Status = "completed";
                break;
            case "in_progress":
                batch.Status = "failed";
                break;
        }
    }

    private static Task SendAsync(Exchange exchange, Batch batch) => BodyOutput.SendJsonAsync(exchange, batch.Write);

    private static Batch Find(Exchange exchange) =>
        exchange.Sandbox.Batches.TryGet(exchange.RouteValue("id"), out var batch)
            ? batch
            : throw ApiException.NotFound("Batch", exchange.RouteValue("id"), "id");
}
