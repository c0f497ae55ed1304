using System.Buffers;
using System.Text;
using LlmProxy.Core.Errors;
using LlmProxy.Host.Startup;
using LlmProxy.Prompts.Evaluations;
using LlmProxy.Prompts.Evaluations.Files;

namespace LlmProxy.Host.Evaluations;

/// <summary>Answers <c>GET /v1/evaluations</c>: the evaluation log as JSON Lines, each request with what was said of it, the oldest first.</summary>
internal static class EvaluationsEndpoint
{
    // The client's pace is the pace at which lines are read.
    private const int FlushBytes = 16 * 1024;

    /// <summary>Writes the lines; 400 where the question is wrong, 503 where the files cannot be read. What breaks off later is aborted, never ended cleanly.</summary>
    public static async Task InvokeAsync(HttpContext context)
    {
        var query = new EvaluationQuery();
        foreach (var (name, values) in context.Request.Query)
        {
            var problem = values.Count == 1 ? EvaluationParameters.Take(ref query, name, values[0]!) : $"'{name}' must be given once.";
            if (problem is null)
                continue;
            await ErrorAnswer.WriteAsync(context, new LlmError(400, LlmErrorTypes.InvalidRequest, problem, "invalid_parameter", name) { ShouldRetry = false });
            return;
        }

        try
        {
            await WriteAsync(context, query);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !context.RequestAborted.IsCancellationRequested)
        {
            if (context.Response.HasStarted)
                context.Abort();
            else
                await ErrorAnswer.WriteAsync(context, new LlmError(503, LlmErrorTypes.Server, "The evaluation log cannot be read.", "evaluations_unavailable"));
        }
    }

    private static async Task WriteAsync(HttpContext context, EvaluationQuery query)
    {
        var cancellation = context.RequestAborted;
        var writer = context.RequestServices.GetRequiredService<EvaluationWriter>();
        // Whoever has just got an answer finds it here.
        await writer.FlushAsync(cancellation);
        await using var lines = EvaluationReader.OfFolder(writer.Folder).ReadAsync(query, cancellation).GetAsyncEnumerator(cancellation);
        var hasMore = await lines.MoveNextAsync();
        var response = context.Response;
        response.ContentType = "application/jsonl";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = "attachment; filename=evaluations.jsonl";
        var output = response.BodyWriter;
        while (hasMore)
        {
            Encoding.UTF8.GetBytes(lines.Current, output);
            output.Write("\n"u8);
            if (output.UnflushedBytes >= FlushBytes && (await output.FlushAsync(cancellation)).IsCompleted)
                return;
            hasMore = await lines.MoveNextAsync();
        }

        await output.FlushAsync(cancellation);
    }
}
