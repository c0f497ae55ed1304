using LlmProxy.Health.Degradation;
using LlmProxy.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Tests.Health.Degradation;

/// <summary>Side components for tests.</summary>
internal static class TestComponents
{
    /// <summary>Those of the gateway, and one named <c>ledger</c>.</summary>
    public static Degradations Create(TimeProvider? clock = null, Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton(clock ?? TimeProvider.System);
        services?.Invoke(collection);
        collection.AddLlmRequestTelemetry().AddSideComponent(ComponentNames.TelemetryExport).AddSideComponent("ledger");
        return collection.BuildServiceProvider().GetRequiredService<Degradations>();
    }
}
