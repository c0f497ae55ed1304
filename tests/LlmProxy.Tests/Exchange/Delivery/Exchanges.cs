using LlmProxy.Configuration;
using LlmProxy.Configuration.Routing;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Events;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Filters;
using LlmProxy.Failover.Planning;
using LlmProxy.Providers;
using LlmProxy.Routing;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tests.Exchange.Delivery;

/// <summary>Makes the parts of a stream's road without a server.</summary>
internal static class Exchanges
{
    public static LlmExchange Create(string path = "/v1/chat/completions", LlmProxyModel? proxy = null)
    {
        Assert.True(LlmPath.TryParse(path, out var parsed));
        var cluster = new LlmClusterModel { ClusterId = "up", Provider = ProviderNames.OpenAi };
        var route = new LlmRouteModel
        {
            RouteId = "llm",
            ClusterId = "up",
            Clusters = [cluster],
            Router = new ModelRouter(cluster, [cluster]),
            MaxRequestBodyBytes = 1024,
            Proxy = proxy ?? new LlmProxyModel(),
        };
        var exchange = new LlmExchange(new DefaultHttpContext(), route, parsed, "01ARZ3NDEKTSV4RRFFQ69G5FAV", 1);
        exchange.Attempt = new LlmAttempt(exchange, new FailoverTarget(cluster, "gpt-4o"), new OpenAiAdapter(ProviderNames.OpenAi));
        return exchange;
    }

    public static EventPipe Pipe(
        LlmExchange exchange, IStreamDecoder decoder, Func<PooledBuffer, IFrameOutput> output, params ResponseFilter[] filters) =>
        Pipe(exchange, decoder, output, TimeProvider.System, filters);

    public static EventPipe Pipe(
        LlmExchange exchange, IStreamDecoder decoder, Func<PooledBuffer, IFrameOutput> output, TimeProvider clock, params ResponseFilter[] filters)
    {
        var buffer = new PooledBuffer();
        var frames = output(buffer);
        var chain = new FilterChain(filters, frames);
        var watch = new AnswerWatch(exchange.Attempt!, new StoredObjects(() => 100), clock) { Next = chain.First };
        if (frames is RewrittenFrames { Original: var original })
        {
            original.Next = chain.First;
            watch.Next = original;
        }

        return new EventPipe(decoder, watch, chain, frames, buffer, StreamErrorShape.Chat, exchange.RequestId);
    }
}
