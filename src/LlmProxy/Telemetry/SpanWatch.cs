using LlmProxy.Health.Degradation;
using Microsoft.Extensions.Hosting;

namespace LlmProxy.Telemetry;

/// <summary>Records what <see cref="SpanGuard"/> hears, while the gateway runs.</summary>
internal sealed class SpanWatch(Degradations degradations) : IHostedService
{
    private readonly SideComponent _guard = degradations.Get(ComponentNames.Spans);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        SpanGuard.Failed += _guard.Report;
        SpanGuard.Worked += _guard.Succeeded;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        SpanGuard.Failed -= _guard.Report;
        SpanGuard.Worked -= _guard.Succeeded;
        return Task.CompletedTask;
    }
}
