using System.Diagnostics.Metrics;
using LlmProxy.Core.Events;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Filters;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Health.Degradation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmProxy.FunctionalTests.Health;

/// <summary>A side component that breaks is told of, and no request feels it. The metrics of a process show one of its gateways where several have the same instrument, so no other may run.</summary>
[Collection(AloneGroup.Name)]
public sealed class DegradationTests
{
    private const string Request = """{"model":"m","stream":true,"messages":[]}""";

    private static readonly string[] Frames =
    [
        "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hello\"}}]}\n\n",
        "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
        "data: [DONE]\n\n",
    ];

    [Fact]
    public async Task Stream_LogMetricsAndObserverThrow_IsDeliveredAndToldInHealth()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(Frames);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, configure: builder =>
        {
            builder.Logging.AddProvider(new ThrowingLog());
            builder.Services.AddSingleton<IResponseFilterSource, ThrowingObserver>();
        });
        using var listener = ThrowingListener(gateway.Services.GetRequiredService<IMeterFactory>());

        for (var i = 0; i < 2; i++)
        {
            using var response = await gateway.PostAsync("/v1/chat/completions", Request);
            Assert.Equal(string.Concat(Frames), await response.Content.ReadAsStringAsync());
        }

        // The books are closed after the last byte: what settles last is the log.
        var components = gateway.Services.GetRequiredService<Degradations>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (components.Get(ComponentNames.RequestLog).Current is null)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        var health = await gateway.Client.GetStringAsync("/health/ready");
        Assert.Equal("NotSupportedException", components.Get(ComponentNames.Metrics).Current?.Reason);
        Assert.Equal("FormatException", components.Get(ComponentNames.AnswerObservers).Current?.Reason);
        Assert.Null(components.Get(ComponentNames.Spans).Current);
        Assert.Contains("\"status\": \"degraded\"", health, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", health, StringComparison.Ordinal);
        Assert.Contains(
            "llmproxy_degraded{llmproxy_component=\"request_log\"} 1", await gateway.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    private static MeterListener ThrowingListener(IMeterFactory factory)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Name == "llmproxy.requests")
                    own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new NotSupportedException("secret"));
        listener.Start();
        return listener;
    }

    private sealed class ThrowingObserver : IResponseFilterSource
    {
        public ResponseFilter? Create(LlmAttempt attempt) => new Filter();

        private sealed class Filter : ResponseFilter
        {
            public override bool IsObserver => true;

            public override void OnEvent(in LlmEvent e) => throw new FormatException("secret");
        }
    }

    private sealed class ThrowingLog : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name is "RequestFinished" or "Degraded")
                throw new IOException("secret");
        }

        public void Dispose()
        {
        }
    }
}
