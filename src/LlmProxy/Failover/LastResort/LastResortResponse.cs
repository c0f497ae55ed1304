using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Sse;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Headers;
using LlmProxy.Exchange.Steps;
using LlmProxy.Failover.Failures;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Failover.LastResort;

/// <summary>Answers a request with its route's canned text, in the protocol that it was asked in.</summary>
internal static class LastResortResponse
{
    /// <summary>Writes the answer, and keeps the error for log and metrics. <see cref="LastResortRules.Answers"/> must have said that it is due.</summary>
    public static async Task WriteAsync(LlmExchange exchange, AttemptFailure failure, DateTimeOffset now, StrictBooks books)
    {
        exchange.Error = failure.Error;
        exchange.Outcome = RequestOutcome.LastResort;
        var response = exchange.Context.Response;
        response.Clear();
        response.ContentType = exchange.Stream ? "text/event-stream" : "application/json";
        response.Headers[LlmHeaderNames.LastResort] = "true";
        if (exchange.Stream)
            response.Headers.CacheControl = "no-cache";
        if (await books.RefusalAsync(exchange) is { } refusal)
        {
            await ErrorResponse.WriteAsync(exchange, refusal);
            return;
        }

        using var body = new PooledBuffer();
        Write(exchange, now, body);
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body.WrittenMemory, exchange.Context.RequestAborted);
    }

    private static void Write(LlmExchange exchange, DateTimeOffset now, PooledBuffer output)
    {
        var endpoint = exchange.Path.Endpoint;
        var text = new CannedText(
            exchange.RequestId, exchange.Model ?? "", now.ToUnixTimeSeconds(), exchange.Route.Failover.LastResort.Text!,
            exchange.Request is { IncludeUsage: true });
        if (!exchange.Stream)
        {
            output.Append(JsonSerializer.SerializeToUtf8Bytes(Body(endpoint, text)));
            return;
        }

        foreach (var frame in Frames(endpoint, text))
        {
            SseWriter.WriteEvent(
                output, Encoding.ASCII.GetBytes(frame.Name ?? ""),
                frame.Data is null ? "[DONE]"u8 : JsonSerializer.SerializeToUtf8Bytes(frame.Data));
        }
    }

    private static object Body(LlmEndpoint endpoint, CannedText text) => endpoint switch
    {
        LlmEndpoint.ChatCompletions => CannedChat.Body(text),
        LlmEndpoint.Completions => CannedCompletion.Body(text),
        LlmEndpoint.Responses => CannedResponse.Body(text),
        LlmEndpoint.Messages => CannedMessage.Body(text),
        _ => throw new UnreachableException($"Endpoint {endpoint} has no canned answer."),
    };

    private static IEnumerable<CannedFrame> Frames(LlmEndpoint endpoint, CannedText text) => endpoint switch
    {
        LlmEndpoint.ChatCompletions => CannedChat.Frames(text),
        LlmEndpoint.Completions => CannedCompletion.Frames(text),
        LlmEndpoint.Responses => CannedResponse.Frames(text),
        LlmEndpoint.Messages => CannedMessage.Frames(text),
        _ => throw new UnreachableException($"Endpoint {endpoint} has no canned stream."),
    };
}
