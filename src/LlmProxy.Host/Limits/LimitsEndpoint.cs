using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmProxy.Core.Errors;
using LlmProxy.Host.Startup;
using LlmProxy.Limits;

namespace LlmProxy.Host.Limits;

/// <summary>Answers <c>GET /v1/admin/limits?limit=…</c>: the limits of which most is used, and the requests that hold something the longest.</summary>
internal static class LimitsEndpoint
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes them; 400 where the limit is not from 1 to 1,000.</summary>
    public static Task InvokeAsync(HttpContext context)
    {
        var most = DefaultLimit;
        if (context.Request.Query.TryGetValue("limit", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MaxLimit))
        {
            return ErrorAnswer.WriteAsync(context, new LlmError(
                400, LlmErrorTypes.InvalidRequest, $"'limit' must be a number from 1 to {MaxLimit}.", "invalid_limit", "limit"));
        }

        var report = context.RequestServices.GetRequiredService<LimitReport>();
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            new { queued = report.Queued, limits = report.Used(most), held = report.Held(most) }, Json, context.RequestAborted);
    }
}
