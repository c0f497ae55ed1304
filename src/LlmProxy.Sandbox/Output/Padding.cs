using LlmProxy.Sandbox.Hosting;

namespace LlmProxy.Sandbox.Output;

/// <summary>Spaces, which JSON allows anywhere between its tokens: a body of any size that is still valid.</summary>
internal static class Padding
{
    private static readonly byte[] Spaces = Enumerable.Repeat((byte)' ', 32 * 1024).ToArray();

    public static async Task SendAsync(Exchange exchange, long bytes)
    {
        for (; bytes > 0; bytes -= Spaces.Length)
        {
            var piece = Spaces.AsMemory(0, (int)Math.Min(bytes, Spaces.Length));
            await exchange.Context.Response.BodyWriter.WriteAsync(piece, exchange.Ended).ConfigureAwait(false);
        }
    }
}
