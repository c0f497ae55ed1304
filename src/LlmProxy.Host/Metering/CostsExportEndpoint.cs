using LlmProxy.Host.Startup;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Host.Metering;

/// <summary>Answers <c>GET /v1/costs/export</c>: the records themselves, oldest first, as CSV or JSON Lines.</summary>
internal static class CostsExportEndpoint
{
    // The client's pace is the pace at which records are read: no more than this waits for it.
    private const int FlushBytes = 16 * 1024;

    /// <summary>Writes them; 400 where the question is wrong, 503 where the ledger cannot be read. An export that breaks off later is aborted, never ended cleanly.</summary>
    public static async Task InvokeAsync(HttpContext context)
    {
        if (!CostsRequestReader.TryRead(context.Request.Query, isExport: true, out var request, out var error))
        {
            await ErrorAnswer.WriteAsync(context, error);
            return;
        }

        try
        {
            await WriteAsync(context, request);
        }
        catch (IOException) when (!context.RequestAborted.IsCancellationRequested)
        {
            if (context.Response.HasStarted)
                context.Abort();
            else
                await ErrorAnswer.WriteAsync(context, CostsEndpoint.LedgerAway);
        }
    }

    private static async Task WriteAsync(HttpContext context, CostsRequest request)
    {
        var cancellation = context.RequestAborted;
        var records = context.RequestServices.GetRequiredService<ILedgerStore>().ReadAsync(request.Query, cancellation);
        await using var reader = records.GetAsyncEnumerator(cancellation);
        // Asked for before the head is written, so that a ledger that is away can still be told by a status.
        var hasMore = await reader.MoveNextAsync();
        var response = context.Response;
        response.ContentType = request.IsCsv ? "text/csv; charset=utf-8" : "application/jsonl";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = request.IsCsv ? "attachment; filename=costs.csv" : "attachment; filename=costs.jsonl";
        var output = response.BodyWriter;
        if (request.IsCsv)
            RecordCsv.WriteHead(output);
        while (hasMore)
        {
            if (request.IsCsv)
                RecordCsv.Write(output, reader.Current);
            else
                RecordJson.Write(output, reader.Current);
            if (output.UnflushedBytes >= FlushBytes && (await output.FlushAsync(cancellation)).IsCompleted)
                return;
            hasMore = await reader.MoveNextAsync();
        }

        await output.FlushAsync(cancellation);
    }
}
