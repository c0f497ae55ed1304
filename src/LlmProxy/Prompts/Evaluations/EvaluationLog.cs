using LlmProxy.Configuration;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Failover.Shadow;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Prompts.Quality;
using LlmProxy.Prompts.Settings;
using LlmProxy.Telemetry;

namespace LlmProxy.Prompts.Evaluations;

/// <summary>Notes requests that have ended, and what is thought of their answers, for the evaluation log. Nothing is written on a request's time.</summary>
/// <remarks>
/// Contents that wait to be written are 64 MiB at most; where there is no room, a line goes without them. Lines that wait are
/// bounded too (<see cref="EvaluationWriter.MaxQueued"/>).
/// </remarks>
internal sealed class EvaluationLog(LlmConfigState configuration, EvaluationWriter writer, TimeProvider clock) : IFeedbackSink
{
    private const long MaxBytes = 64 * 1024 * 1024;

    private readonly BufferBudget _budget = new(static () => MaxBytes);

    /// <summary>Bytes of contents that are held.</summary>
    public long UsedBytes => _budget.UsedBytes;

    /// <summary>A request is about to be sent: what it says is kept, and what it is answered is noted on its way.</summary>
    public void Begin(LlmExchange exchange)
    {
        if (!Concerns(exchange, out _) || exchange is not { Request: { } request, Body: { } body }
            || EvaluationCapture.TryHold(request, body, _budget) is not { } capture)
            return;
        exchange.Evaluation = capture;
        exchange.Context.Response.Body = new AnswerTee(exchange.Context.Response.Body, capture.Answer);
    }

    /// <summary>A request has ended.</summary>
    public void Note(LlmExchange exchange, in RequestFacts facts)
    {
        if (Concerns(exchange, out var options))
            writer.Add(Entry(exchange, facts, options));
        else
            exchange.Evaluation?.Dispose();
        exchange.Evaluation = null;
    }

    /// <inheritdoc/>
    public void Note(Feedback feedback, Feedback? before)
    {
        var options = configuration.Current.Proxy.Prompts.Evaluations;
        if (options.Enabled)
            writer.Add(new FeedbackEntry(feedback, options.Content));
    }

    /// <summary>Whether a line is written about a request: a model was asked to say something, by somebody who was let in.</summary>
    private static bool Concerns(LlmExchange exchange, out EvaluationOptions options)
    {
        options = exchange.Route.Proxy.Prompts.Evaluations;
        return options.Enabled && exchange.IsAdmitted && (exchange.Prompt is not null || (options.All && exchange.MakesAnswer));
    }

    private RequestEntry Entry(LlmExchange exchange, in RequestFacts facts, EvaluationOptions options) => new()
    {
        Facts = facts,
        Time = clock.GetUtcNow() - facts.Duration,
        Endpoint = exchange.Path.Endpoint,
        Prompt = exchange.Prompt?.Template?.Id,
        Assignments = exchange.Prompt?.Assignments ?? [],
        IsBlocked = PromptReport.IsBlocked(exchange),
        Guardrails = exchange.Guards is { } guards ? GuardSummary.Of(guards.Runs) : null,
        Capture = exchange.Evaluation,
        HadNoRoom = exchange.Evaluation is null && exchange is { Attempts: > 0, Request: not null },
        Masks = exchange.Guards?.Masks,
        MaxCharacters = options.Content ? options.MaxContentCharacters : 0,
    };
}
