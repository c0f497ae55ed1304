using System.Diagnostics;
using System.Net;
using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Exchange.Timing;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace LlmProxy.Exchange.Forwarding;

/// <summary>Makes the clients that talk to providers; those of other clusters stay as YARP makes them.</summary>
internal sealed class LlmHttpClientFactory(ILogger<ForwarderHttpClientFactory> logger, AnswerGate gate, AttemptTimers timers, TimeProvider clock)
    : ForwarderHttpClientFactory(logger)
{
    private readonly UpstreamConnector _connector = new(clock);

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        if (!IsForLlm(context.NewMetadata))
            return;
        // A provider's address changes with its DNS; a pooled connection must not outlive that for long.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90);
        // The connector keeps the limit of each attempt, a minute at most; this one bounds what it does not see, the handshake of TLS.
        handler.ConnectCallback = _connector.ConnectAsync;
        handler.ConnectTimeout = TimeSpan.FromSeconds(75);
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(15);
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        // Generated images and long arguments pass in headers nowhere, but trace context and baggage would: a provider gets neither.
        handler.ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator();
        handler.AutomaticDecompression = DecompressionMethods.None;
        // The server reads a caller's headers as UTF-8: so they leave as they came, unless the cluster's HttpClient says otherwise.
        handler.RequestHeaderEncodingSelector ??= static (_, _) => Encoding.UTF8;
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        IsForLlm(context.NewMetadata)
            ? new LlmForwardingHandler(base.WrapHandler(context, handler), gate, timers, clock)
            : base.WrapHandler(context, handler);

    /// <summary>A reload that makes a cluster one for LLM traffic, or one no more, needs another client.</summary>
    protected override bool CanReuseOldClient(ForwarderHttpClientContext context) =>
        base.CanReuseOldClient(context) && IsForLlm(context.OldMetadata) == IsForLlm(context.NewMetadata);

    private static bool IsForLlm(IReadOnlyDictionary<string, string>? metadata) => metadata?.ContainsKey(LlmConfigFilter.StampKey) is true;
}
