using System.IO.Compression;
using LlmProxy.Sandbox.Hosting;

namespace LlmProxy.Sandbox.Output;

/// <summary>Encodes whatever the endpoint answers.</summary>
internal static class GzipAnswer
{
    public static async Task SendAsync(Exchange exchange, SandboxTarget target)
    {
        var response = exchange.Context.Response;
        var wire = response.Body;
        var gzip = new GZipStream(wire, CompressionLevel.Fastest, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
        {
            response.Body = gzip;
            try
            {
                response.OnStarting(() =>
                {
                    response.Headers.ContentEncoding = "gzip";
                    response.ContentLength = null;
                    return Task.CompletedTask;
                });
                await target.Handle(exchange).ConfigureAwait(false);
                await response.BodyWriter.FlushAsync(exchange.Ended).ConfigureAwait(false);
            }
            finally
            {
                response.Body = wire;
            }
        }
    }
}
