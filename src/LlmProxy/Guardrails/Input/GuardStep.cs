using System.Globalization;
using LlmProxy.Core.Guardrails.Requests;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Guardrails.Settings;
using LlmProxy.Limits;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Guardrails.Input;

/// <summary>Lets a request pass the guards of its route: refuses it, or changes its texts before anything of it is sent.</summary>
internal sealed partial class GuardStep(RequestDelegate next, BufferBudget budget, RequestToll toll, TimeProvider clock, ILogger<GuardStep> logger)
{
    public Task Invoke(HttpContext context) =>
        LlmExchange.Of(context) is { Attempt: not null, Route.Guards.IsEmpty: false } exchange ? InvokeAsync(exchange) : next(context);

    private async Task InvokeAsync(LlmExchange exchange)
    {
        var guarded = exchange.Guards = new GuardedExchange(exchange, exchange.Route.Guards);
        if (guarded.Guards.Unguarded == UnguardedMode.Refuse && PassesUnseen(exchange, guarded.Guards))
            throw GuardErrors.Unseen(exchange.Path.Endpoint);
        UnseenContent.NoteBodies(exchange, guarded);
        if (guarded.Guards.Output.Count > 0 && BeginsLater(exchange))
            throw GuardErrors.Later();
        // Whatever is no JSON has no texts that are known; the coverage table says so.
        if (exchange.Request is { } request && guarded.Guards.Input.Count > 0)
        {
            var span = GenAiSpans.StartStep(SpanNames.Guard);
            string? error = GuardErrors.Unavailable;
            try
            {
                await JudgeAsync(exchange, request, guarded);
                error = null;
            }
            catch (GuardFailedException e)
            {
                Log.Failed(logger, exchange.RequestId, e.Guard.Name, e.InnerException);
                throw GuardErrors.Failed(e.Guard, e);
            }
            catch (Core.Errors.LlmException e)
            {
                error = e.Error.Code;
                // What is refused here has been a request: whoever tries attacks out shall not do so without end.
                toll.Take(exchange);
                throw;
            }
            finally
            {
                GuardSpans.TellRequest(span, guarded);
                GenAiSpans.EndStep(span, error);
            }
        }

        await next(exchange.Context);
    }

    private static bool PassesUnseen(LlmExchange exchange, RouteGuards guards) =>
        (guards.Input.Count > 0 && UnseenContent.HidesRequest(exchange))
        || (guards.Output.Count > 0 && (UnseenContent.HidesAnswer(exchange) || guards.Output.Any(guard => guard.IsIdle(exchange))));

    /// <summary>Whether a stream is to be taken up again behind its beginning: nobody can judge the rest of a text.</summary>
    private static bool BeginsLater(LlmExchange exchange)
    {
        if (exchange.Path.Endpoint != LlmEndpoint.ResponseObject)
            return false;
        foreach (var after in exchange.Context.Request.Query[GuardErrors.StartingAfter])
        {
            // The first event has the number 0, and says nothing.
            if (!string.IsNullOrEmpty(after) && !(long.TryParse(after, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number <= 0))
                return true;
        }

        return false;
    }

    private async ValueTask JudgeAsync(LlmExchange exchange, LlmRequest request, GuardedExchange guarded)
    {
        using var texts = new InputTexts(request);
        if (texts.Unread != UnreadContent.None && guarded.Guards.Unguarded == UnguardedMode.Refuse)
            throw GuardErrors.Unseen(exchange.Path.Endpoint);
        UnseenContent.NoteParts(guarded, texts.Unread);
        using var spans = new InputSpans(guarded, texts, new RequestMasker(guarded, request.Body));
        spans.Run();
        if (spans.Blocker is { } blocker)
            throw GuardErrors.Blocked(blocker);
        var judged = await new JudgeRound(guarded, Core.Guardrails.GuardDirection.Input, texts.Texts, clock).RunAsync(exchange.Context.RequestAborted);
        if (judged.Blocker is { } judge)
            throw GuardErrors.Blocked(judge, judged.Message);
        if (spans.Changed.Count > 0)
            InputRewrite.Apply(exchange, request, texts, spans.Changed, budget);
    }

    // Event ids 600 to 604. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(600, LogLevel.Warning, "Request {RequestId} was refused, since the guardrail {Guardrail} could not judge it.", EventName = "GuardrailFailed")]
        public static partial void Failed(ILogger logger, string requestId, string guardrail, Exception? cause);
    }
}
