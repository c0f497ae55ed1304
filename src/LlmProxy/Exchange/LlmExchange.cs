using System.Diagnostics;
using LlmProxy.Budgets;
using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Detached;
using LlmProxy.Failover.Planning;
using LlmProxy.Failover.Shadow;
using LlmProxy.Guardrails;
using LlmProxy.Limits;
using LlmProxy.Metering;
using LlmProxy.Metering.Prices;
using LlmProxy.Metering.Tokens;
using LlmProxy.Prompts;
using LlmProxy.Prompts.Evaluations;
using LlmProxy.Providers;
using LlmProxy.Telemetry;
using LlmProxy.Tenancy;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Exchange;

/// <summary>One request on its road through the gateway, from admission to settlement. It lives as a feature of its <see cref="HttpContext"/>.</summary>
public sealed class LlmExchange
{
    private List<LlmAttempt>? _pastAttempts;

    internal LlmExchange(HttpContext context, LlmRouteModel route, in LlmPath path, string requestId, long arrived)
    {
        Context = context;
        Route = route;
        Path = path;
        RequestId = requestId;
        Arrived = arrived;
    }

    /// <summary>The request and its response.</summary>
    public HttpContext Context { get; }

    /// <summary>The route's settings as they were when the request came.</summary>
    public LlmRouteModel Route { get; }

    /// <summary>What the path asks for.</summary>
    public LlmPath Path { get; }

    /// <summary>
    /// The protocol that the client speaks, errors included. Both vendors' SDKs ask for models and files at the same
    /// paths; Anthropic's always names its version.
    /// </summary>
    internal WireProtocol Protocol =>
        Path.Endpoint is LlmEndpoint.Models or LlmEndpoint.Model or LlmEndpoint.Files or LlmEndpoint.FileObject
        && Context.Request.Headers.ContainsKey(AnthropicHeaders.VersionHeader)
            ? WireProtocol.Anthropic
            : Path.Endpoint.Protocol();

    /// <summary>The gateway's own id of the request, a ULID.</summary>
    public string RequestId { get; }

    /// <summary>Who sent it.</summary>
    public Caller Caller { get; internal set; } = Caller.Anonymous;

    /// <summary>The end user that it is for: the key's own, else a header's, else the body's <c>user</c>; <c>null</c> where nobody says.</summary>
    public string? User { get; internal set; }

    /// <summary>Labels of the caller's key and of the request, to sum up costs by.</summary>
    public IReadOnlyList<string> Tags { get; internal set; } = [];

    /// <summary>Whether it was let in: its caller is known, or need not be. Whoever is not leaves no record, or strangers could fill the ledger.</summary>
    internal bool IsAdmitted { get; set; }

    /// <summary>Whether its books are closed, and with what.</summary>
    internal Booking Booking { get; } = new();

    /// <summary>Tells what it costs; <c>null</c> on a copy of it, which nobody is told the cost of.</summary>
    internal AttemptPrices? Prices { get; init; }

    /// <summary>What it holds of its limits; <c>null</c>: nothing.</summary>
    internal IReservation? Reservation { get; set; }

    /// <summary>How long it waited for room in its limits.</summary>
    internal TimeSpan Queued { get; set; }

    /// <summary>How the limits that it stands under are, for its answer's headers; <c>null</c>: it stands under none.</summary>
    internal LimitStanding? Standing { get; set; }

    /// <summary>The budgets that it stands under; <c>null</c>: none, or it costs nothing.</summary>
    internal BudgetSet? Budgets { get; set; }

    /// <summary>What the guards of its route know of it; <c>null</c>: there are none.</summary>
    internal GuardedExchange? Guards { get; set; }

    /// <summary>The version of a prompt that it is put under, and the experiments that it is in; <c>null</c>: none.</summary>
    internal PromptUse? Prompt { get; set; }

    /// <summary>What is kept of it and its answer for the evaluation log; <c>null</c>: nothing.</summary>
    internal EvaluationCapture? Evaluation { get; set; }

    /// <summary>The model that was put in the place of <see cref="Model"/> since money runs out; <c>null</c>: none was.</summary>
    internal string? DowngradedModel { get; set; }

    /// <summary>The model, in callers' words, that the request goes to first, and whose fallbacks hold.</summary>
    internal string? RoutedModel => DowngradedModel ?? WantedModel;

    /// <summary>The model, in callers' words, that is wanted: that of the prompt or experiment, else the caller's.</summary>
    internal string? WantedModel => Prompt?.Settings.Model ?? Model;

    /// <summary>The most tokens that an answer may have, of the route and of the prompt; <c>null</c>: nobody says.</summary>
    internal int? MaxOutputTokens =>
        Prompt?.Settings.MaxTokens is { } most ? (int)Math.Min(most, Route.Limits.MaxOutputTokens ?? int.MaxValue) : Route.Limits.MaxOutputTokens;

    /// <summary>The scanned JSON body; <c>null</c> where there is none, or where it is not JSON.</summary>
    public LlmRequest? Request { get; internal set; }

    /// <summary>How many tokens the prompt was counted to have; <c>null</c> where nobody has asked.</summary>
    internal CountedPrompt? Counted { get; set; }

    /// <summary>The model that the caller asked for, from body, form, path or query; <c>null</c> where none was named.</summary>
    public string? Model { get; internal set; }

    /// <summary>The boundary of a form that was read; else <c>null</c>.</summary>
    internal string? FormBoundary { get; set; }

    /// <summary>Where the value of <c>model</c> stands in a form's body.</summary>
    internal ByteRange FormModelValue { get; set; }

    /// <summary>The caller's body, read whole; <c>null</c> where it is streamed through.</summary>
    internal PooledBody? Body { get; set; }

    /// <summary>The attempt under way, or the last one.</summary>
    internal LlmAttempt? Attempt { get; set; }

    /// <summary>The configured name or pattern that <see cref="Model"/> matched.</summary>
    internal string? ModelPattern { get; set; }

    /// <summary>How many attempts were begun.</summary>
    public int Attempts { get; internal set; }

    /// <summary>The attempts before <see cref="Attempt"/>; they may have cost money too.</summary>
    internal List<LlmAttempt> PastAttempts => _pastAttempts ??= [];

    /// <summary>Whether there were any.</summary>
    internal bool HasPastAttempts => _pastAttempts is { Count: > 0 };

    /// <summary>A flight whose answer is not wanted, and which may have cost money too; <c>null</c>: there is none.</summary>
    internal Flight? Lost { get; set; }

    /// <summary>What the provider reported, complete once the answer is.</summary>
    public TokenUsage Usage => Attempt?.Usage ?? default;

    /// <summary>What the answer told of itself.</summary>
    internal AnswerFacts Answer => Attempt?.Answer ?? AnswerFacts.None;

    /// <summary>What the request has been through; <c>null</c> while nothing has failed.</summary>
    internal FailoverState? Failover { get; set; }

    /// <summary>Whether the body is not read but streamed through, so that it can be sent once only.</summary>
    internal bool StreamsBody { get; set; }

    /// <summary>Whether the request names an object that only its cluster has.</summary>
    internal bool IsPinned { get; set; }

    /// <summary>Whether the caller wants no other cluster or model than the one that was asked for.</summary>
    internal bool StaysAtTarget { get; set; }

    /// <summary>Whether this is a flight's: its answer is judged here, and filtered and translated by those who read it.</summary>
    internal bool IsDetached { get; private init; }

    /// <summary>Whether this is a second call's: whoever reads its answer judges it in the place of the first.</summary>
    internal bool IsCorrection { get; private init; }

    /// <summary>YARP's pipeline, for a second call behind the first answer; <c>null</c>: nothing of this request has been sent, or no guard sees it.</summary>
    internal RequestDelegate? Forward { get; set; }

    /// <summary>Whether one attempt is all that may be made.</summary>
    internal bool TriesOnce { get; private init; }

    /// <summary>Compares the answer with that of a copy of the request; <c>null</c>: there is none.</summary>
    internal ShadowRun? Shadow { get; set; }

    /// <summary>The error that the gateway itself answered with.</summary>
    internal LlmError? Error { get; set; }

    /// <summary>How the request ended; <c>null</c> while that is not decided.</summary>
    internal RequestOutcome? Outcome { get; set; }

    /// <summary>The span of the request.</summary>
    internal Activity? Span { get; set; }

    /// <summary>The clock's reading when the request came.</summary>
    internal long Arrived { get; }

    /// <summary>Whether the caller asked for a stream.</summary>
    public bool Stream => Request is { Stream: true };

    /// <summary>The same request in a context of its own. It holds a use of the body, which whoever runs it must end.</summary>
    internal LlmExchange Detach(HttpContext context, FlightOptions options)
    {
        var body = options.Body ?? Body;
        body?.AddUse();
        return new LlmExchange(context, Route, Path, RequestId, Arrived)
        {
            IsDetached = true,
            Caller = Caller,
            User = User,
            Guards = Guards,
            Prompt = options.Prompt ?? Prompt,
            Budgets = Budgets,
            DowngradedModel = DowngradedModel,
            TriesOnce = options.IsExtra,
            Attempts = options.Attempts,
            Request = options.Request ?? Request,
            Model = Model,
            ModelPattern = ModelPattern,
            FormBoundary = FormBoundary,
            FormModelValue = FormModelValue,
            Body = body,
            IsPinned = IsPinned,
            StaysAtTarget = StaysAtTarget,
            Failover = options.Failover,
        };
    }

    /// <summary>The same request as one has it who reads a flight's answer to compare it. No client gets that, so no guard sees it: what they note is the client's answer alone.</summary>
    internal LlmExchange ForReading() => new(Context, Route, Path, RequestId, Arrived)
    {
        Caller = Caller,
        User = User,
        Request = Request,
        Model = Model,
        ModelPattern = ModelPattern,
    };

    /// <summary>The same request as one has it who reads the answer to its second call: with guards, whose verdict on the whole is said elsewhere.</summary>
    internal LlmExchange ForCorrection(FlightOptions options) => new(Context, Route, Path, RequestId, Arrived)
    {
        IsCorrection = true,
        Caller = Caller,
        User = User,
        Guards = Guards,
        Prompt = Prompt,
        Budgets = Budgets,
        DowngradedModel = DowngradedModel,
        Request = options.Request,
        Body = options.Body,
        Model = Model,
        ModelPattern = ModelPattern,
    };

    /// <summary>Whether the answer is what a model says, and not an object that may be empty or have an <c>error</c> of its own: a failed batch, a stored response.</summary>
    internal bool MakesAnswer => HttpMethods.IsPost(Context.Request.Method) && Path.Endpoint.MakesAnswer();

    /// <summary>The exchange of a request, or <c>null</c> for one that is not LLM traffic.</summary>
    public static LlmExchange? Of(HttpContext context) => context.Features.Get<LlmExchange>();
}
