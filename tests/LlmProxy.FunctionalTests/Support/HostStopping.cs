using Microsoft.AspNetCore.Builder;

namespace LlmProxy.FunctionalTests.Support;

/// <summary>Stops servers without waiting for what still runs in them.</summary>
internal static class HostStopping
{
    /// <summary>Stops, and aborts open connections at once.</summary>
    public static async Task StopAtOnceAsync(this WebApplication app)
    {
        try
        {
            await app.StopAsync(new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // That is how hosted services take it.
        }
    }
}
