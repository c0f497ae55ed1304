using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Events;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Delivery.Guarded;
using LlmProxy.Exchange.Headers;
using LlmProxy.Health.Degradation;
using LlmProxy.Metering.Prices;
using LlmProxy.Providers;
using LlmProxy.Routing;

namespace LlmProxy.Exchange.Filters;

/// <summary>Puts the parts of a stream's road together: reader, filters, writer.</summary>
internal sealed class FilterChainFactory(
    IEnumerable<IResponseFilterSource> sources, StoredObjects objects, AttemptPrices prices, Degradations degradations, BufferBudget budget, TimeProvider clock)
{
    private readonly SideComponent _observers = degradations.Get(ComponentNames.AnswerObservers);
    private readonly IResponseFilterSource[] _sources = [.. sources];

    /// <summary>The pipe for one stream.</summary>
    /// <param name="attempt">The attempt whose answer it is.</param>
    /// <param name="decoder">Reads the provider's stream.</param>
    /// <param name="translator">Writes the client's protocol where that is another; else <c>null</c>.</param>
    public IAnswerPipe Create(LlmAttempt attempt, IStreamDecoder decoder, IAnswerTranslator? translator)
    {
        var exchange = attempt.Exchange;
        var output = new PooledBuffer();
        var filters = Filters(attempt);
        var tellsCost = CostWish.IsMade(exchange.Context.Request);
        var written = tellsCost ? new PooledBuffer() : output;
        var changesText = filters.Exists(filter => filter.ChangesText);
        var guarded = AnswerGuards.OfTexts(attempt) is { } found ? Guarded(attempt, translator, written, found, changesText, tellsCost) : null;
        var frames = guarded ?? Frames(attempt, translator, written, changesText, tellsCost);
        IFrameOutput last = tellsCost ? new CostFrames(frames, written, output, attempt, prices, translator is not null) : frames;
        var chain = new FilterChain(filters, last);
        if (guarded is not null)
            guarded.Control = chain.Control;
        var watch = new AnswerWatch(attempt, objects, clock) { Next = chain.First };
        if (frames is RewrittenFrames { Original: var original })
        {
            original.Next = chain.First;
            watch.Next = original;
        }

        var needsEvents = filters.Count > 0 || tellsCost || translator is not null || frames is not (UntouchedFrames or GuardedFrames);
        var reader = !needsEvents ? new SkimmingDecoder(decoder, attempt.Answer, attempt.ReceivedOutput!, Watched(exchange)) : decoder;
        return new EventPipe(reader, watch, chain, last, output, NativeAnswers.ErrorShape(exchange.Path.Endpoint), exchange.RequestId);
    }

    /// <summary>A pipe that only watches an answer pass, in the provider's own protocol; <c>null</c> where nothing of it is understood.</summary>
    /// <param name="attempt">The attempt of a flight.</param>
    /// <param name="isStream">Whether the answer is a stream of events.</param>
    /// <param name="isJson">Whether it is JSON.</param>
    public IAnswerPipe? CreateWatching(LlmAttempt attempt, bool isStream, bool isJson)
    {
        if (isJson)
            return new WatchingPipe(new JsonPipe(attempt, objects));
        if (!isStream)
            return null;
        var translator = attempt.Adapter.Translator(attempt);
        var decoder = translator is null ? NativeAnswers.CreateDecoder(attempt.Exchange.Path.Endpoint) : translator.CreateDecoder();
        if (decoder is null)
            return null;
        var output = new PooledBuffer();
        var frames = new UntouchedFrames(output, hidesUsage: false);
        var chain = new FilterChain([], frames);
        var watch = new AnswerWatch(attempt, objects, clock) { Next = chain.First };
        return new WatchingPipe(new EventPipe(
            new SkimmingDecoder(decoder, attempt.Answer, attempt.ReceivedOutput!, Watched(attempt.Exchange)), watch, chain, frames, output, StreamErrorShape.Chat, attempt.Exchange.RequestId));
    }

    private static int Watched(LlmExchange exchange) => exchange.Route.Failover.Gate is { MinSpeed: not null, SpeedEvents: var events } ? events : 1;

    private IFrameOutput Frames(LlmAttempt attempt, IAnswerTranslator? translator, PooledBuffer output, bool changesText, bool tellsCost)
    {
        if (translator is not null)
            return new EncodedFrames(output, translator.CreateEncoder());
        // Who asks for the cost gets the usage that it stands with.
        var hidesUsage = attempt.HidesUsage && !tellsCost;
        if (changesText)
            return new RewrittenFrames(output, hidesUsage, Encoder(attempt));
        return tellsCost ? new CopiedFrames(output) : new UntouchedFrames(output, hidesUsage);
    }

    /// <summary>Guards see what the provider sent: what a filter would make of it before would not be what goes out.</summary>
    private GuardedFrames Guarded(
        LlmAttempt attempt, IAnswerTranslator? translator, PooledBuffer output, IOutputGuards guards, bool changesText, bool tellsCost)
    {
        if (changesText)
            throw Unsupported("A filter of this route changes texts, which answers that guards judge do not support.");
        var protocol = AnswerGuards.ProtocolOf(attempt, translator is not null);
        var share = new BufferShare(budget);
        var guard = new FrameGuard(protocol, guards, attempt.Exchange.Route.Proxy.Limits.MaxResponseBodyBytes, share.TryHold);
        var translation = translator is null ? null : new TranslatedFrames(translator.CreateDecoder(), translator.CreateEncoder(), output);
        return new GuardedFrames(guard, attempt, output, attempt.HidesUsage && !tellsCost, translation, share);
    }

    private static LlmException Unsupported(string message) => new(new LlmError(500, LlmErrorTypes.Server, message, "filter_unsupported"));

    private List<ResponseFilter> Filters(LlmAttempt attempt)
    {
        var filters = new List<ResponseFilter>(_sources.Length);
        foreach (var source in _sources)
        {
            if (source.Create(attempt) is { } filter)
                filters.Add(filter.IsObserver ? new ObserverStep(filter, _observers) : filter);
        }

        return filters;
    }

    /// <summary>Writes the frames that a filter adds. A filter that cannot do its work ends the request: nothing passes unfiltered.</summary>
    private LazyChatEncoder Encoder(LlmAttempt attempt) =>
        attempt.Exchange.Path.Endpoint == LlmEndpoint.ChatCompletions
            ? new LazyChatEncoder(attempt, includeUsage: false, clock)
            : throw Unsupported("A filter of this route changes texts, which streams of this endpoint do not support.");
}
