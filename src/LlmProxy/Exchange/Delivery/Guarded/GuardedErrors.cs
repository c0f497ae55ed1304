using System.Net.Http.Headers;
using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Forwarding;
using LlmProxy.Failover.Failures;
using LlmProxy.Guardrails;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <summary>Has the guards of a route judge what a provider says in place of an answer, and takes masks off in it.</summary>
/// <remarks>
/// What a guard blocks, what cannot be read and what is longer than <see cref="MaxBytes"/> becomes an error of the gateway's own, with the provider's
/// status; so does what a guard could not judge. Guards that judge whole answers have no part in it.
/// </remarks>
internal sealed class GuardedErrors(IEnumerable<IOutputGuardSource> sources)
{
    /// <summary>The most bytes of an error that are judged: 64 KiB.</summary>
    public const int MaxBytes = 64 * 1024;

    private readonly IOutputGuardSource? _source = sources.FirstOrDefault();

    /// <summary>Whether guards concern what the client is told in place of an answer.</summary>
    public bool Concern(LlmExchange exchange) => GuardsOf(exchange) is not null;

    /// <summary>What the client is told of a failure. What came of no answer is in the gateway's own words, which no guard needs to see.</summary>
    public LlmError Judge(LlmExchange exchange, AttemptFailure failure) => failure.Status is null ? failure.Error : Judge(exchange, failure.Error);

    /// <summary>What the client is told in place of <paramref name="error"/>, whose message may be a provider's.</summary>
    public LlmError Judge(LlmExchange exchange, LlmError error)
    {
        if (GuardsOf(exchange) is not { } guards)
            return error;
        using var output = new PooledBuffer();
        return TryJudge(guards, output, () => ErrorGuard.TryApplyText(Encoding.UTF8.GetBytes(error.Message), guards, output))
            ? error with { Message = Encoding.UTF8.GetString(output.WrittenSpan) }
            : Withheld(error.Status, guards) with { RetryAfter = error.RetryAfter, ShouldRetry = error.ShouldRetry };
    }

    /// <summary>What the client is told in place of an answer that was kept.</summary>
    public FailedAnswer Judge(LlmExchange exchange, FailedAnswer answer) =>
        GuardsOf(exchange) is { } guards && Judged(exchange, guards, answer.Status, answer.Body, isWhole: answer.Body.Length < MaxBytes && IsReadable(answer.ContentType)) is { } judged
            ? answer with { ContentType = judged.ContentType ?? answer.ContentType, Body = judged.Body }
            : answer;

    /// <summary>Puts what the client shall get in the place of an error's content.</summary>
    public async ValueTask JudgeAsync(LlmAttempt attempt, HttpResponseMessage response)
    {
        var guards = GuardsOf(attempt.Exchange)!;
        var content = response.Content;
        using var body = new PooledBuffer();
        var isWhole = await ReadAsync(attempt, content, body) && IsReadable(content.Headers.ContentType?.ToString());
        var held = body.WrittenSpan.ToArray();
        var isEncoded = content.Headers.ContentEncoding.Count > 0;
        var plain = ContentDecoding.DecodeWhatIsThere(held, content.Headers.ContentEncoding, MaxBytes);
        // An encoding that is not known, or one that hides more than is judged.
        isWhole &= !isEncoded || (plain.Length is > 0 and < MaxBytes) || held.Length == 0;
        var judged = Judged(attempt.Exchange, guards, (int)response.StatusCode, plain, isWhole);
        if (judged is null && !isEncoded)
        {
            response.Content = new ResumedContent(content, held, rest: null);
            return;
        }

        response.Content = new ByteArrayContent(judged?.Body ?? plain);
        var type = judged?.ContentType ?? content.Headers.ContentType?.ToString();
        if (type is not null)
            response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        content.Dispose();
    }

    /// <summary>A flight's error is judged for those who read it: it may never reach a client.</summary>
    private IOutputGuards? GuardsOf(LlmExchange exchange) => exchange is { IsDetached: false, Attempt: { } attempt } ? _source?.Create(attempt) : null;

    /// <summary>What becomes of a body; <c>null</c>: it stays as it is.</summary>
    private static (byte[] Body, string? ContentType)? Judged(LlmExchange exchange, IOutputGuards guards, int status, byte[] plain, bool isWhole)
    {
        using var output = new PooledBuffer();
        if (isWhole && TryJudge(guards, output, () => ErrorGuard.TryApply(plain, guards, output)))
            return output.WrittenSpan.SequenceEqual(plain) ? null : (output.WrittenSpan.ToArray(), null);
        output.Release();
        ErrorBodyWriter.Write(Withheld(status, guards), exchange.Protocol, output, exchange.RequestId);
        return (output.WrittenSpan.ToArray(), "application/json");
    }

    /// <summary>Whether a body's letters are ASCII's: in others, as UTF-16's or UTF-7's, a guard would not see what a client does.</summary>
    private static bool IsReadable(string? contentType) =>
        !MediaTypeHeaderValue.TryParse(contentType, out var type)
        || type.CharSet?.Trim('"').ToLowerInvariant() is null or "" or "utf-8" or "utf8" or "us-ascii" or "ascii" or "iso-8859-1" or "windows-1252";

    private static bool TryJudge(IOutputGuards guards, PooledBuffer output, Func<bool> judge)
    {
        try
        {
            return judge();
        }
        catch (Exception e) when (e is GuardFailedException or InvalidDataException)
        {
            // The guard has noted it; the client learns the status, and nothing of the text.
            return false;
        }
    }

    private static LlmError Withheld(int status, IOutputGuards guards) => new(
        status, TypeOf(status),
        guards.BlockMessage is { Length: > 0 } message ? Encoding.UTF8.GetString(message.Span) : "The provider answered with an error, which the guardrails of this route do not show.",
        "withheld_error");

    private static string TypeOf(int status) => status switch
    {
        401 => LlmErrorTypes.Authentication,
        403 => LlmErrorTypes.Permission,
        404 => LlmErrorTypes.NotFound,
        408 or 504 => LlmErrorTypes.Timeout,
        429 => LlmErrorTypes.RateLimit,
        502 => LlmErrorTypes.Upstream,
        >= 500 => LlmErrorTypes.Server,
        _ => LlmErrorTypes.InvalidRequest,
    };

    /// <summary>Reads an error's body; <c>false</c>: it is longer than is judged, or broke off.</summary>
    private static async ValueTask<bool> ReadAsync(LlmAttempt attempt, HttpContent content, PooledBuffer body)
    {
        var token = attempt.Timer?.Token ?? CancellationToken.None;
        try
        {
            var stream = await content.ReadAsStreamAsync(token);
            while (body.Length < MaxBytes)
            {
                var read = await stream.ReadAsync(body.GetMemory(4096), token);
                if (read == 0)
                    return true;
                body.Advance(read);
            }

            return false;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return false;
        }
    }
}
