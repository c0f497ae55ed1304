using System.Net;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Filters;
using LlmProxy.Providers;
using LlmProxy.Routing;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Decides how an answer reaches the client: as it came, read in passing, or in another protocol.</summary>
internal sealed class AnswerDelivery(FilterChainFactory filters, StoredObjects objects, TimeProvider clock)
{
    /// <summary>The content types that are understood.</summary>
    private const string EventStream = "text/event-stream";

    /// <summary>Puts in the place of the answer's content what the client shall get.</summary>
    /// <exception cref="LlmException">The answer cannot be delivered in the client's protocol: 502.</exception>
    public Task PrepareAsync(LlmAttempt attempt, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var mediaType = MediaType(response.Content);
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols || response.StatusCode == HttpStatusCode.NoContent)
            return Task.CompletedTask;
        var endpoint = attempt.Exchange.Path.Endpoint;
        var isOk = (int)response.StatusCode is >= 200 and < 300;
        if (attempt.Adapter.Translator(attempt) is { } translator)
        {
            return isOk && IsEventStream(mediaType)
                ? WrapStream(attempt, response, translator)
                : TranslateWholeAsync(attempt, response, translator, isOk, cancellationToken);
        }

        if (!isOk || !endpoint.ReadsAnswer())
            return Task.CompletedTask;
        if (IsEventStream(mediaType))
            return WrapStream(attempt, response, translator: null);
        if (IsJson(mediaType))
            Wrap(response, attempt, new JsonPipe(attempt, objects));
        return Task.CompletedTask;
    }

    private Task WrapStream(LlmAttempt attempt, HttpResponseMessage response, IAnswerTranslator? translator)
    {
        var decoder = translator is null ? NativeAnswers.CreateDecoder(attempt.Exchange.Path.Endpoint) : translator.CreateDecoder();
        if (decoder is not null)
            Wrap(response, attempt, filters.Create(attempt, decoder, translator));
        return Task.CompletedTask;
    }

    private void Wrap(HttpResponseMessage response, LlmAttempt attempt, IAnswerPipe pipe)
    {
        var content = response.Content;
        var encoding = Encoding(content);
        var facts = attempt.Answer;
        response.Content = new DeliveryContent(
            content, !pipe.PassesThrough || encoding is not null,
            stream => new DeliveryStream(Decoded(stream, encoding), pipe, facts, clock));
    }

    private async Task TranslateWholeAsync(
        LlmAttempt attempt, HttpResponseMessage response, IAnswerTranslator translator, bool isOk, CancellationToken cancellationToken)
    {
        var limits = attempt.Exchange.Route.Proxy.Limits;
        using var body = new PooledBuffer();
        await ReadWholeAsync(response.Content, body, isOk ? limits.MaxResponseBodyBytes : 1024 * 1024, isOk, cancellationToken);
        attempt.Answer.LastByteAt = clock.GetTimestamp();
        using var output = new PooledBuffer();
        if (isOk)
        {
            var answer = translator.TranslateBody(body.WrittenMemory, output);
            attempt.Usage = answer.Usage;
            attempt.Answer.Finish = answer.Finish;
            if (answer.Dropped.Count > 0)
                attempt.Dropped = [.. attempt.Dropped, .. answer.Dropped];
        }
        else
        {
            var error = translator.TranslateError((int)response.StatusCode, body.WrittenMemory);
            ErrorBodyWriter.Write(error, attempt.Exchange.Protocol, output, attempt.Exchange.RequestId);
            attempt.Answer.ErrorCode = error.Code ?? error.Type;
            response.StatusCode = (HttpStatusCode)error.Status;
            response.ReasonPhrase = null;
        }

        attempt.Answer.FirstByteAt = attempt.HeadersAt;
        var provider = response.Content;
        response.Content = new ByteArrayContent(output.WrittenSpan.ToArray());
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        response.Content.Headers.ContentLength = output.Length;
        provider.Dispose();
    }

    private static async Task ReadWholeAsync(
        HttpContent content, PooledBuffer body, long maxBytes, bool isOk, CancellationToken cancellationToken)
    {
        await using var stream = Decoded(await content.ReadAsStreamAsync(cancellationToken), Encoding(content));
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(body.GetMemory(4096), cancellationToken);
                if (read == 0)
                    return;
                body.Advance(read);
                if (body.Length <= maxBytes)
                    continue;
                if (!isOk)
                    return;
                throw new LlmException(new LlmError(
                    502, LlmErrorTypes.Upstream, $"The provider's answer is larger than {maxBytes} bytes, the most that is translated.", "response_too_large"));
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
        {
            throw new LlmException(new LlmError(502, LlmErrorTypes.Upstream, "The provider broke the answer off.", "upstream_closed"), e);
        }
    }

    private static string? Encoding(HttpContent content) =>
        content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values)
        && values.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)
            ? encoding
            : null;

    /// <summary>An answer in an encoding that nobody here understands cannot be read; the client, who did not ask for it either, gets an error.</summary>
    private static Stream Decoded(Stream stream, string? encoding) => encoding is null
        ? stream
        : ContentDecoding.TryCreate(encoding, stream) ?? throw new LlmException(new LlmError(
            502, LlmErrorTypes.Upstream, "The provider sent an encoding that was not asked for and is not known.", "unsupported_encoding"));

    /// <summary>The content type without its parameters; read as text, since parsing it costs an object for each answer.</summary>
    private static string? MediaType(HttpContent content)
    {
        if (!content.Headers.NonValidated.TryGetValues("Content-Type", out var values))
            return null;
        var text = values.ToString();
        var end = text.IndexOf(';', StringComparison.Ordinal);
        return end < 0 ? text : text[..end].TrimEnd();
    }

    private static bool IsEventStream(string? mediaType) => EventStream.Equals(mediaType, StringComparison.OrdinalIgnoreCase);

    private static bool IsJson(string? mediaType) =>
        mediaType is not null && mediaType.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
        && mediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase);
}
