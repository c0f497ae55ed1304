using System.Text.Json;
using LlmProxy.Core.Errors;
using LlmProxy.Host.Startup;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Host.Metering;

/// <summary>Answers <c>GET /v1/costs</c>: what was spent, in all and by model, user, tenant, key, label, day or hour.</summary>
internal static class CostsEndpoint
{
    /// <summary>Writes the sums; 400 where the question is wrong, 503 where the ledger cannot be read.</summary>
    public static async Task InvokeAsync(HttpContext context)
    {
        if (!CostsRequestReader.TryRead(context.Request.Query, isExport: false, out var request, out var error))
        {
            await ErrorAnswer.WriteAsync(context, error);
            return;
        }

        var store = context.RequestServices.GetRequiredService<ILedgerStore>();
        try
        {
            var total = await store.SumAsync(request.Query, CostGrouping.None, 1, context.RequestAborted) is [var sum, ..] ? sum : new CostSum();
            var groups = request.Grouping == CostGrouping.None
                ? []
                : await store.SumAsync(request.Query, request.Grouping, request.Limit, context.RequestAborted);
            await WriteAsync(context, request, total, InOrder(groups, request.Grouping));
        }
        catch (IOException)
        {
            await ErrorAnswer.WriteAsync(context, LedgerAway);
        }
    }

    /// <summary>What is told while the ledger cannot be read.</summary>
    internal static LlmError LedgerAway { get; } = new(
        StatusCodes.Status503ServiceUnavailable, LlmErrorTypes.Server, "The ledger cannot be read now; /health/ready tells why.", "ledger_unavailable");

    /// <summary>Days and hours in their own order; the rest stays as the ledger gives it, the dearest first.</summary>
    private static IEnumerable<CostSum> InOrder(IReadOnlyList<CostSum> sums, CostGrouping grouping) =>
        grouping is CostGrouping.Day or CostGrouping.Hour ? sums.OrderBy(sum => sum.Group, StringComparer.Ordinal) : sums;

    private static async Task WriteAsync(HttpContext context, CostsRequest request, CostSum total, IEnumerable<CostSum> groups)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteString("object", "costs");
            WriteTime(json, "from", request.Query.From);
            WriteTime(json, "to", request.Query.To);
            json.WriteStartObject("total");
            CostSumJson.Write(json, total);
            json.WriteEndObject();
            if (request.Grouping != CostGrouping.None)
            {
                json.WriteString("by", request.Grouping.ToString().ToLowerInvariant());
                json.WriteStartArray("data");
                foreach (var group in groups)
                {
                    json.WriteStartObject();
                    json.WriteString("group", group.Group);
                    CostSumJson.Write(json, group);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
            json.WriteString(name, known.UtcDateTime);
    }
}
