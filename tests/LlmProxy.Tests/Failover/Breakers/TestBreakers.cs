using System.Diagnostics.Metrics;
using LlmProxy.Configuration;
using LlmProxy.Failover;
using LlmProxy.Failover.Breakers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy;

namespace LlmProxy.Tests.Failover.Breakers;

/// <summary>Makes circuits without a server.</summary>
internal static class TestBreakers
{
    public static DestinationBreakers Create(
        TimeProvider clock, Func<double>? random = null, FailoverMetrics? metrics = null, ILogger<DestinationBreakers>? logger = null) =>
        new(clock, metrics ?? Metrics(), logger ?? NullLogger<DestinationBreakers>.Instance) { Random = random ?? (() => 0) };

    public static FailoverMetrics Metrics(LlmConfigState? configuration = null, IProxyStateLookup? proxy = null, IMeterFactory? meters = null) => new(
        meters ?? new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(),
        new Lazy<IProxyStateLookup>(() => proxy ?? throw new InvalidOperationException("This test has no proxy.")),
        configuration ?? new LlmConfigState());
}
