using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Provider;

/// <summary>
/// A provider that costs next to nothing: no routing, no logging, answers encoded beforehand. Its CPU time is not
/// measured, but it shares the machine with what is.
/// </summary>
internal static class ProviderServer
{
    /// <summary>Serves on one port of the loopback address until the process is told to stop.</summary>
    public static async Task RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
        });
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.RunAsync();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var request = await ProviderRequest.ReadAsync(context.Request);
        if (request.Stream is { } plan)
            await StreamAsync(context, plan, request.WantsUsage);
        else if (context.Request.Path == ClientRequest.EmbeddingsPath)
            await WriteJsonAsync(context, ProviderAnswers.Embedding);
        else
            await WriteJsonAsync(context, ProviderAnswers.ChatCompletion);
    }

    private static async Task WriteJsonAsync(HttpContext context, byte[] answer)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer);
    }

    private static async Task StreamAsync(HttpContext context, StreamPlan plan, bool wantsUsage)
    {
        context.Response.ContentType = "text/event-stream";
        var writer = context.Response.BodyWriter;
        var gone = context.RequestAborted;
        try
        {
            writer.Write(ProviderAnswers.RoleFrame);
            for (var number = 0; number < plan.Chunks; number++)
            {
                if (number > 0)
                    await Task.Delay(plan.GapMilliseconds, gone);
                WriteChunk(writer, number);
                await writer.FlushAsync(gone);
            }

            writer.Write(wantsUsage ? ProviderAnswers.LastFramesWithUsage : ProviderAnswers.LastFrames);
            await writer.FlushAsync(gone);
        }
        catch (OperationCanceledException)
        {
            // The client left; idle streams always end so.
        }
    }

    private static void WriteChunk(PipeWriter writer, int number)
    {
        var frame = ProviderAnswers.ContentFrame;
        var span = writer.GetSpan(frame.Length);
        frame.CopyTo(span);
        ChunkStamp.Write(span[ProviderAnswers.StampStart..], number, Stopwatch.GetTimestamp());
        writer.Advance(frame.Length);
    }
}
