using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmProxy.Core.Errors;
using LlmProxy.Failover.Shadow;
using LlmProxy.Host.Startup;

namespace LlmProxy.Host.Failover;

/// <summary>Answers <c>GET /v1/shadows?route=…&amp;limit=…</c>: requests beside their copies, the latest first.</summary>
internal static class ShadowsEndpoint
{
    private const int DefaultLimit = 100;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes them; 400 where the limit is not from 1 to 1,000.</summary>
    public static Task InvokeAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var limit = DefaultLimit;
        if (query.TryGetValue("limit", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > ShadowRing.Capacity))
        {
            return ErrorAnswer.WriteAsync(context, new LlmError(
                400, LlmErrorTypes.InvalidRequest, $"'limit' must be a number from 1 to {ShadowRing.Capacity}.", "invalid_limit", "limit"));
        }

        var route = query["route"].ToString();
        var data = context.RequestServices.GetRequiredService<ShadowRing>().Latest(route.Length > 0 ? route : null, limit);
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(new { data }, Json, context.RequestAborted);
    }
}
