using LlmProxy.Configuration;
using LlmProxy.Health.Degradation;
using LlmProxy.Providers;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Guardrails.External;

/// <summary>What guards need to ask somebody outside. They take it when they judge, since it is made of what the configuration says.</summary>
internal sealed class GuardOutside(
    ClusterCalls clusters, LlmConfigState configuration, GuardPost post, TimeProvider clock, Degradations degradations, ILogger<GuardOutside> logger)
{
    /// <summary>The name of the guards that ask somebody outside, in health and metrics.</summary>
    public const string Component = "external_guards";

    private readonly SideComponent _health = degradations.Get(Component);

    /// <summary>Asks clusters.</summary>
    public ClusterCalls Clusters => clusters;

    /// <summary>Asks services of one's own.</summary>
    public GuardPost Post => post;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => clock;

    /// <summary>The cluster of this name.</summary>
    /// <exception cref="GuardUnavailableException">There is none now that can be used.</exception>
    public LlmClusterModel Cluster(string id)
    {
        foreach (var cluster in configuration.Current.Clusters)
        {
            if (cluster.ClusterId.Equals(id, StringComparison.OrdinalIgnoreCase) && cluster.IsUsable)
                return cluster;
        }

        throw new GuardUnavailableException(GuardFailure.NotConfigured);
    }

    /// <summary>A guard has its judgement.</summary>
    /// <param name="guard">Its name.</param>
    /// <param name="isBack">Whether it had failed so often that it was left alone.</param>
    public void Succeeded(string guard, bool isBack)
    {
        if (isBack)
            GuardLog.Back(logger, guard);
        _health.Succeeded();
    }

    /// <summary>A guard has none.</summary>
    /// <param name="guard">Its name.</param>
    /// <param name="failure">Why.</param>
    /// <param name="isLost">Whether it is left alone from now on.</param>
    public void Failed(string guard, GuardFailure failure, bool isLost)
    {
        if (isLost)
            GuardLog.Lost(logger, guard, failure, GuardCircuit.Pause.TotalSeconds);
        _health.Report(failure.ToString());
    }
}
