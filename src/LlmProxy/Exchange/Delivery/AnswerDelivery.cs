using System.Globalization;
using System.Net;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Json;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Delivery.Guarded;
using LlmProxy.Exchange.Filters;
using LlmProxy.Exchange.Forwarding;
using LlmProxy.Failover.Failures;
using LlmProxy.Guardrails;
using LlmProxy.Metering.Deferred;
using LlmProxy.Providers;
using LlmProxy.Routing;
using LlmProxy.Tenancy.Objects;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Decides how an answer reaches the client: as it came, read in passing, or in another protocol.</summary>
internal sealed class AnswerDelivery(
    FilterChainFactory filters, AnswerGuards guards, GuardedErrors errors, StoredObjects objects, ObjectAccess access, StrictBooks books, DeferredBooks deferred, TimeProvider clock)
{
    /// <summary>The content type of server-sent events.</summary>
    private const string EventStream = "text/event-stream";

    /// <summary>What an answer's headers alone tell against it: <see cref="FailureKind.WrongContentType"/>, or <see cref="FailureKind.EmptyAnswer"/>; <c>null</c>: nothing.</summary>
    /// <remarks>A page of HTML or XML is some proxy's or portal's, never a model's; a type that is merely odd passes as it came.</remarks>
    public static FailureKind? FaultOf(LlmAttempt attempt, HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.NoContent || !attempt.Exchange.MakesAnswer)
            return null;
        var mediaType = MediaType(response.Content);
        if (mediaType is null)
            return Length(response.Content) == 0 ? FailureKind.EmptyAnswer : null;
        return IsMarkup(mediaType) ? FailureKind.WrongContentType : null;
    }

    /// <summary>Puts in the place of the answer's content what the client shall get.</summary>
    /// <returns>The stream that the client will read, where it can be held; else <c>null</c>.</returns>
    /// <exception cref="AttemptFailedException">The answer cannot be delivered in the client's protocol.</exception>
    /// <exception cref="LlmException">The gateway itself cannot.</exception>
    public ValueTask<DeliveryStream?> PrepareAsync(LlmAttempt attempt, HttpResponseMessage response)
    {
        var isOk = (int)response.StatusCode is >= 200 and < 300;
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols || response.StatusCode == HttpStatusCode.NoContent)
            return default;
        var mediaType = MediaType(response.Content);
        // The rest of a long error is not judged any more, but its time is limited as any body's.
        var isLongError = response.Content is ResumedContent { HasRest: true };
        attempt.OutputGuards = isOk ? guards.For(attempt) : null;
        if (attempt.Exchange.IsDetached)
        {
            if (isLongError)
                WrapRaw(response, attempt, holds: false);
            return isOk ? new(Watch(attempt, response, mediaType)) : default;
        }

        if (attempt.Adapter.Translator(attempt) is { } translator)
        {
            if (isLongError)
                WrapRaw(response, attempt, holds: false);
            return isOk && IsEventStream(mediaType)
                ? new(Wrap(response, attempt, filters.Create(attempt, translator.CreateDecoder(), translator)))
                : TranslateWholeAsync(attempt, response, translator, isOk);
        }

        if (!isOk)
        {
            if (response.StatusCode != HttpStatusCode.NotModified && errors.Concern(attempt.Exchange))
                return JudgeErrorAsync(attempt, response);
            if (isLongError || books.Holds(attempt.Exchange))
                WrapRaw(response, attempt, holds: true);
            return default;
        }

        var endpoint = attempt.Exchange.Path.Endpoint;
        if (endpoint.ReadsAnswer() && IsEventStream(mediaType) && NativeAnswers.CreateDecoder(endpoint) is { } decoder)
            return new(Wrap(response, attempt, filters.Create(attempt, decoder, translator: null)));
        if (ObjectAccess.IsList(attempt.Exchange) && MayBeList(endpoint, mediaType))
            return new(Wrap(response, attempt, guards.Guard(new ListPipe(attempt, access), attempt)));
        if (endpoint.ReadsAnswer() && IsJson(mediaType))
            return new(Wrap(response, attempt, guards.Guard(new JsonPipe(attempt, objects, deferred), attempt)));
        if (MakesUnreadable(attempt, response) && attempt.OutputGuards is not null)
            throw Failed(FailureKind.WrongContentType, "unjudged_answer", "The provider's answer is neither JSON nor a stream of events, so the guards of this route cannot judge it.");
        // Nobody reads it, but its time is limited too; and what a model makes must come.
        var raw = WrapRaw(response, attempt, holds: true);
        return new(attempt.Exchange.MakesAnswer ? raw : null);
    }

    private async ValueTask<DeliveryStream?> JudgeErrorAsync(LlmAttempt attempt, HttpResponseMessage response)
    {
        await errors.JudgeAsync(attempt, response);
        if (books.Holds(attempt.Exchange))
            WrapRaw(response, attempt, holds: true);
        return null;
    }

    /// <summary>The length of the body, where its last byte needs no read of its own to be known as such; else <c>null</c>.</summary>
    public static long? KnownLength(HttpResponseMessage response) =>
        response is { Version.Major: 1, Content: DeliveryContent { Rewrites: false } delivery } && delivery.ProviderHeaders.NonValidated is var headers
        && headers.TryGetValues("Content-Length", out var values) && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : null;

    /// <summary>A flight's answer stays as it came; those who read it filter and translate it.</summary>
    private DeliveryStream? Watch(LlmAttempt attempt, HttpResponseMessage response, string? mediaType)
    {
        if (attempt.Exchange.Path.Endpoint.ReadsAnswer() && filters.CreateWatching(attempt, IsEventStream(mediaType), IsJson(mediaType)) is { } watching)
            return Wrap(response, attempt, watching);
        var raw = WrapRaw(response, attempt, holds: false);
        return attempt.Exchange.MakesAnswer ? raw : null;
    }

    /// <summary>Whether there is something that nobody here reads.</summary>
    private static bool MakesUnreadable(LlmAttempt attempt, HttpResponseMessage response) => attempt.Exchange.MakesAnswer || Length(response.Content) != 0;

    private DeliveryStream Wrap(HttpResponseMessage response, LlmAttempt attempt, IAnswerPipe pipe)
    {
        var content = response.Content;
        var encoding = Encoding(content);
        var stream = new DeliveryStream(Decoded(content.ReadAsStream(), encoding), pipe, attempt, clock);
        response.Content = new DeliveryContent(content, !pipe.PassesThrough || encoding is not null, books.Hold(attempt, guards.Judge(attempt, stream, pipe.IsEventStream), pipe.IsEventStream));
        return stream;
    }

    private DeliveryStream WrapRaw(HttpResponseMessage response, LlmAttempt attempt, bool holds)
    {
        var content = response.Content;
        // An error may be empty.
        var pipe = new RawPipe(attempt.Exchange.MakesAnswer && (int)response.StatusCode < 300, content.Headers.NonValidated.Contains("Content-Length"));
        var stream = new DeliveryStream(content.ReadAsStream(), pipe, attempt, clock);
        response.Content = new DeliveryContent(content, rewrites: false, holds ? books.Hold(attempt, stream, isEventStream: false) : stream);
        return stream;
    }

    private async ValueTask<DeliveryStream?> TranslateWholeAsync(
        LlmAttempt attempt, HttpResponseMessage response, IAnswerTranslator translator, bool isOk)
    {
        var limits = attempt.Exchange.Route.Proxy.Limits;
        using var body = new PooledBuffer();
        using var share = guards.Share();
        await ReadWholeAsync(attempt, response.Content, body, attempt.OutputGuards is null ? null : share, isOk ? limits.MaxResponseBodyBytes : 1024 * 1024, isOk);
        attempt.Answer.LastByteAt = clock.GetTimestamp();
        using var output = new PooledBuffer();
        if (isOk)
        {
            TranslateBody(attempt, translator, body, output);
        }
        else
        {
            var error = errors.Judge(attempt.Exchange, translator.TranslateError((int)response.StatusCode, body.WrittenMemory));
            ErrorBodyWriter.Write(error, attempt.Exchange.Protocol, output, attempt.Exchange.RequestId);
            attempt.Answer.ErrorCode = error.Code ?? error.Type;
            response.StatusCode = (HttpStatusCode)error.Status;
            response.ReasonPhrase = null;
        }

        attempt.Answer.FirstByteAt = attempt.HeadersAt;
        var provider = response.Content;
        var whole = output.WrittenSpan.ToArray();
        var isJudged = isOk && attempt.OutputGuards is { Judge: not null };
        response.Content = isJudged || books.Holds(attempt.Exchange) ? new StreamContent(Held(attempt, new MemoryStream(whole), isJudged)) : new ByteArrayContent(whole);
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        if (!isJudged)
            response.Content.Headers.ContentLength = output.Length;
        provider.Dispose();
        return null;
    }

    private Stream Held(LlmAttempt attempt, MemoryStream answer, bool isJudged) =>
        books.Hold(attempt, isJudged ? guards.Judge(attempt, answer, isEventStream: false) : answer, isEventStream: false);

    private static void TranslateBody(LlmAttempt attempt, IAnswerTranslator translator, PooledBuffer body, PooledBuffer output)
    {
        try
        {
            using var guarded = AnswerGuards.Apply(attempt, body);
            var answer = translator.TranslateBody((guarded ?? body).WrittenMemory, output);
            attempt.Usage = answer.Usage;
            attempt.Answer.Finish = answer.Finish;
            attempt.Answer.Id = answer.Id;
            attempt.Answer.Model = answer.Model;
            if (answer.Dropped.Count > 0)
                attempt.Dropped = [.. attempt.Dropped, .. answer.Dropped];
        }
        catch (LlmException e) when (e.InnerException is not GuardFailedException)
        {
            // A guard's own failure is none of the provider's, and another attempt would meet it too.
            if (e.Error.Code != "malformed_response")
                throw new AttemptFailedException(new AttemptFailure(FailureKind.ErrorInAnswer, e.Error) { Code = e.Error.Code ?? e.Error.Type, Cause = e });
            throw Unreadable(attempt, body, e);
        }
        catch (InvalidDataException e)
        {
            throw Unreadable(attempt, body, e);
        }
    }

    private static AttemptFailedException Unreadable(LlmAttempt attempt, PooledBuffer body, Exception cause)
    {
        var kind = body.Length == 0 ? FailureKind.EmptyAnswer : IsCut(body) ? FailureKind.Truncated : FailureKind.Malformed;
        return new AttemptFailedException(new AttemptFailure(kind, FailureErrors.Create(kind, attempt)) { Cause = cause });
    }

    private static bool IsCut(PooledBuffer body)
    {
        using var tap = new JsonTopLevelTap([]);
        tap.Append(body.WrittenSpan);
        return tap is { IsComplete: false, IsBroken: false };
    }

    private static async Task ReadWholeAsync(LlmAttempt attempt, HttpContent content, PooledBuffer body, BufferShare? share, long maxBytes, bool isOk)
    {
        await using var stream = Decoded(await content.ReadAsStreamAsync(), Encoding(content));
        using var reader = new ProviderReader(stream, attempt.Timer);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(body.GetMemory(4096));
                reader.NoteRead();
                if (read == 0)
                    return;
                if (body.Length == 0)
                    reader.NoteFirstByte(isStream: false);
                body.Advance(read);
                share?.Hold(body.Length);
                if (body.Length <= maxBytes)
                    continue;
                if (!isOk)
                    return;
                throw Failed(FailureKind.Malformed, "response_too_large", $"The provider's answer is larger than {maxBytes} bytes, the most that is translated.");
            }
        }
        catch (Exception e) when (reader.Expired is null && e is IOException or HttpRequestException or InvalidDataException)
        {
            throw new AttemptFailedException(new AttemptFailure(FailureKind.Truncated, FailureErrors.Create(FailureKind.Truncated, attempt)) { Cause = e });
        }
    }

    private static AttemptFailedException Failed(FailureKind kind, string code, string message, Exception? cause = null) =>
        new(new AttemptFailure(kind, new LlmError(502, LlmErrorTypes.Upstream, message, code)) { Cause = cause });

    private static string? Encoding(HttpContent content) =>
        content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values)
        && values.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)
            ? encoding
            : null;

    /// <summary>An answer in an encoding that nobody here understands cannot be read; the client, who did not ask for it either, gets an error.</summary>
    private static Stream Decoded(Stream stream, string? encoding) => encoding is null
        ? stream
        : ContentDecoding.TryCreate(encoding, stream) ?? throw Failed(
            FailureKind.Malformed, "unsupported_encoding", "The provider sent an encoding that was not asked for and is not known.");

    /// <summary>The content type without its parameters; read as text, since parsing it costs an object for each answer.</summary>
    private static string? MediaType(HttpContent content)
    {
        if (!content.Headers.NonValidated.TryGetValues("Content-Type", out var values))
            return null;
        var text = values.ToString();
        var end = text.IndexOf(';', StringComparison.Ordinal);
        return end < 0 ? text : text[..end].TrimEnd();
    }

    private static long? Length(HttpContent content) => content.Headers.ContentLength;

    private static bool IsEventStream(string? mediaType) => EventStream.Equals(mediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>A list under a wrong content type is a list all the same; what a path that is not known answers may be anything.</summary>
    private static bool MayBeList(LlmEndpoint endpoint, string? mediaType) => endpoint is LlmEndpoint.Files or LlmEndpoint.Batches || mediaType is null || IsJson(mediaType);

    private static bool IsMarkup(string mediaType) =>
        mediaType.EndsWith("html", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("xml", StringComparison.OrdinalIgnoreCase);

    private static bool IsJson(string? mediaType) =>
        mediaType is not null && mediaType.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
        && mediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase);
}
