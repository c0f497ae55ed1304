namespace LlmProxy.Host.Telemetry;

/// <summary>Answers <c>GET /metrics</c>.</summary>
internal static class PrometheusEndpoint
{
    /// <summary>Writes all metrics; 503 while the gateway is stopping.</summary>
    public static async Task InvokeAsync(HttpContext context)
    {
        var exporter = context.RequestServices.GetRequiredService<PrometheusExporter>();
        context.Response.ContentType = PrometheusExporter.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        var collected = await exporter.ScrapeAsync(
            (text, cancel) => context.Response.Body.WriteAsync(text, cancel).AsTask(), context.RequestAborted);
        if (!collected) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }
}
