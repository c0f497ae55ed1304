using System.Diagnostics;
using System.Runtime.CompilerServices;
using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Requests;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Timing;
using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Planning;
using LlmProxy.Failover.Settings;
using LlmProxy.Metering.Tokens;
using LlmProxy.Providers;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Exchange;

/// <summary>One try of a request at one cluster.</summary>
public sealed class LlmAttempt
{
    internal LlmAttempt(LlmExchange exchange, FailoverTarget target, IProviderAdapter adapter)
    {
        Exchange = exchange;
        Target = target;
        Adapter = adapter;
        Path = exchange.Path.Rest;
        Timeouts = AttemptTimeouts.Of(exchange.Route.Failover.Timeouts, target.Cluster.Timeouts, exchange.Route.Proxy.Reasoning.Has(target.Model));
    }

    /// <summary>The attempt of a flight as one who reads its answer has it: facts and usage are the reader's own.</summary>
    internal static LlmAttempt ForReader(LlmExchange exchange, LlmAttempt flown) => new(exchange, flown.Target, flown.Adapter)
    {
        Path = flown.Path,
        Dropped = flown.Dropped,
        HidesUsage = flown.HidesUsage,
        UsesFunctions = flown.UsesFunctions,
        PassesEncoding = flown.PassesEncoding,
        SentAt = flown.SentAt,
        HeadersAt = flown.HeadersAt,
        Status = flown.Status,
        Destination = flown.Destination,
        DestinationHost = flown.DestinationHost,
        Key = flown.Key,
        IsCommitted = true,
        Flown = flown,
        Timeouts = AttemptTimeouts.None,
    };

    /// <summary>The request that is tried.</summary>
    public LlmExchange Exchange { get; }

    /// <summary>Where it goes.</summary>
    public FailoverTarget Target { get; }

    /// <summary>The cluster's settings.</summary>
    public LlmClusterModel Cluster => Target.Cluster;

    /// <summary>Who speaks the provider's protocol.</summary>
    public IProviderAdapter Adapter { get; }

    /// <summary>The name of the model that the provider is sent; <c>null</c> where the request names none.</summary>
    public string? UpstreamModel => Target.Model;

    /// <summary>The path behind the version (<c>/chat/completions</c>), as the provider wants it.</summary>
    public string Path { get; set; }

    /// <summary>What stands before <see cref="Path"/> at a destination whose address has no path of its own.</summary>
    public string PathRoot { get; set; } = "/v1";

    /// <summary>The query string, with its question mark, or empty.</summary>
    public string Query { get; set; } = "";

    /// <summary>Changes to the caller's body; every attempt makes its own.</summary>
    public BodyPatch Patch { get; } = new();

    /// <summary>The fields that this provider's protocol cannot carry.</summary>
    public IReadOnlyList<string> Dropped { get; set; } = [];

    /// <summary>Whether the usage at the end of the stream was asked for by the gateway alone, and must be kept from the caller.</summary>
    public bool HidesUsage { get; set; }

    /// <summary>Whether the caller speaks of <c>functions</c>, the old form of tools, and must be answered in it.</summary>
    internal bool UsesFunctions { get; set; }

    /// <summary>The body to send; <c>null</c> to stream the caller's own through.</summary>
    internal PooledBody? Body { get; set; }

    /// <summary>The content type of <see cref="Body"/>; <c>null</c> for the caller's own.</summary>
    internal string? BodyContentType { get; set; }

    /// <summary>Whether the caller's accepted encodings go upstream, since nobody here reads the answer.</summary>
    internal bool PassesEncoding { get; set; }

    /// <summary>The clock's reading when the request was sent; 0 before.</summary>
    internal long SentAt { get; set; }

    /// <summary>Whether the body has begun to leave: there was a connection, and the provider may have begun to work.</summary>
    internal bool HasLeft { get; set; }

    /// <summary>How many tokens its prompt was counted to have, where that is not the caller's and was counted while it was there; <c>null</c>: it was not.</summary>
    internal long? CountedInput { get; set; }

    /// <summary>The clock's reading when nothing was read from the provider any more; 0 before.</summary>
    internal long EndedAt { get; set; }

    /// <summary>The clock's reading when the provider's headers came; 0 before.</summary>
    internal long HeadersAt { get; set; }

    /// <summary>The provider's status; <c>null</c> while there is no answer.</summary>
    internal int? Status { get; set; }

    /// <summary>The host that YARP chose; <c>null</c> before it has.</summary>
    internal string? DestinationHost { get; set; }

    /// <summary>The destination that YARP chose; <c>null</c> before it has.</summary>
    internal DestinationState? Destination { get; set; }

    /// <summary>The one destination that may be chosen; <c>null</c>: any that is available.</summary>
    internal DestinationState? Only { get; init; }

    /// <summary>The cluster's key that is sent; <c>null</c> where none is, or where it is the caller's.</summary>
    internal ApiKeyModel? Key { get; set; }

    /// <summary>How long it may take.</summary>
    internal AttemptTimeouts Timeouts { get; private init; }

    /// <summary>Watches over <see cref="Timeouts"/>; <c>null</c> before it is sent, and after a switch of protocols.</summary>
    internal AttemptTimer? Timer { get; set; }

    /// <summary>What the answer tells of itself.</summary>
    internal AnswerFacts Answer { get; } = new();

    /// <summary>What stands on its answer's way to the client; <c>null</c>: nothing, or there is no answer yet.</summary>
    internal IOutputGuards? OutputGuards { get; set; }

    /// <summary>What the provider reported.</summary>
    internal TokenUsage Usage { get; set; }

    /// <summary>What the model has said, for as long as its provider has not reported the output tokens; <c>null</c> before the answer begins, and where it is no text.</summary>
    public ReceivedText? ReceivedOutput { get; internal set; }

    /// <summary>What the destination's circuit is given back when the attempt ends, or breaks off after that.</summary>
    internal CircuitEntry Entry { get; set; }

    /// <summary>Whether the destination's circuit counts it as under way.</summary>
    internal bool IsEntered { get; set; }

    /// <summary>The tokens under way at its destination, of which it is <see cref="LoadTokens"/>; <c>null</c>: they are not counted, or no more.</summary>
    internal StrongBox<long>? Load { get; set; }

    /// <summary>How many tokens it is taken to be.</summary>
    internal long LoadTokens { get; set; }

    /// <summary>Whether its answer has begun to reach the client; from then on nothing is tried again.</summary>
    internal bool IsCommitted { get; set; }

    /// <summary>Whether its destination's latency was noted.</summary>
    internal bool IsMeasured { get; set; }

    /// <summary>Why it failed, where nothing of its answer is passed on.</summary>
    internal AttemptFailure? Failure { get; set; }

    /// <summary>How it failed, whoever found that, before anything of it had reached the client; <c>null</c>: it did not.</summary>
    internal FailureKind? FailedAs { get; set; }

    /// <summary>What the client is told in the place of a good answer, of which nothing has reached it; <c>null</c>: nothing.</summary>
    internal LlmError? Refusal { get; set; }

    /// <summary>What is tried after <see cref="Failure"/>; <c>null</c>: nothing.</summary>
    internal NextAttempt? Next { get; set; }

    /// <summary>The attempt of a flight whose answer this one reads; <c>null</c>: it is sent itself.</summary>
    internal LlmAttempt? Flown { get; private init; }

    /// <summary>Whether it reads the answer of a flight, which has judged and timed it already.</summary>
    internal bool IsReader => Flown is not null;

    /// <summary>The span of the attempt.</summary>
    internal Activity? Span { get; set; }
}
