using System.Globalization;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Headers;
using LlmProxy.Failover.Failures;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LlmProxy.Exchange.Steps;

/// <summary>Answers a request with an error of the gateway, in the client's protocol.</summary>
internal static class ErrorResponse
{
    /// <summary>Writes the answer. Nothing of another answer may have been sent.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="error">The error.</param>
    /// <param name="books">Has its record on disk before, where the ledger is strict; <c>null</c>: nobody does.</param>
    public static async Task WriteAsync(LlmExchange exchange, LlmError error, StrictBooks? books = null)
    {
        exchange.Error = error;
        var response = exchange.Context.Response;
        response.Clear();
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        if (error.ShouldRetry is { } shouldRetry)
            response.Headers[LlmHeaderNames.ShouldRetry] = shouldRetry ? "true" : "false";
        SetRetryAfter(response, error.RetryAfter);
        // RFC 9110 §15.5.2: a 401 says how to do better.
        if (error.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        if (books is not null && await books.RefusalAsync(exchange) is { } refusal)
        {
            await WriteAsync(exchange, refusal);
            return;
        }

        if (HttpMethods.IsHead(exchange.Context.Request.Method))
            return;
        using var body = new PooledBuffer();
        ErrorBodyWriter.Write(error, exchange.Protocol, body, exchange.RequestId);
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body.WrittenMemory, exchange.Context.RequestAborted);
    }

    /// <summary>Writes an error of a provider in its own words, once nothing better has come.</summary>
    public static async Task WriteAsync(LlmExchange exchange, FailedAnswer answer, TimeSpan? retryAfter, StrictBooks books)
    {
        var response = exchange.Context.Response;
        response.Clear();
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        SetRetryAfter(response, retryAfter);
        if (await books.RefusalAsync(exchange) is { } refusal)
        {
            await WriteAsync(exchange, refusal);
            return;
        }

        if (HttpMethods.IsHead(exchange.Context.Request.Method))
            return;
        response.ContentLength = answer.Body.Length;
        await response.BodyWriter.WriteAsync(answer.Body, exchange.Context.RequestAborted);
    }

    private static void SetRetryAfter(HttpResponse response, TimeSpan? retryAfter)
    {
        if (retryAfter is not { } wait)
            return;
        response.Headers[HeaderNames.RetryAfter] = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        response.Headers[LlmHeaderNames.RetryAfterMs] = Math.Max(1, (long)Math.Ceiling(wait.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
    }
}
