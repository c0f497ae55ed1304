using LlmProxy.Configuration;
using LlmProxy.Exchange;
using LlmProxy.Failover.Failures;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Failover.Planning;

/// <summary>What a request has been through; made when its first attempt fails, so that most requests have none.</summary>
internal sealed class FailoverState(FailoverTarget first)
{
    private readonly List<FailoverTarget> _visited = [];
    private readonly List<(DestinationState Destination, int Attempts)> _tried = [];
    private readonly List<ApiKeyModel> _triedKeys = [];

    /// <summary>The target under way.</summary>
    public FailoverTarget Target { get; private set; } = first;

    /// <summary>Whether that is not where the request was meant to go.</summary>
    public bool IsFallback { get; private set; }

    /// <summary>Attempts at this target, those with another key left out.</summary>
    public int AttemptsAtTarget { get; private set; }

    /// <summary>How often this target was tried again after a wait.</summary>
    public int Waits { get; private set; }

    /// <summary>The failure that the client is told if nothing else comes.</summary>
    public AttemptFailure? Told { get; private set; }

    /// <summary>When the first of the targets whose circuits are open can be tried again; <c>null</c> where none is open.</summary>
    public TimeSpan? SoonestRecovery { get; private set; }

    /// <summary>The cluster of that target.</summary>
    public LlmClusterModel? SoonestCluster { get; private set; }

    /// <summary>The keys that were tried at this target.</summary>
    public IReadOnlyList<ApiKeyModel> TriedKeys => _triedKeys;

    /// <summary>Takes note of a failed attempt.</summary>
    public void Note(LlmAttempt attempt, AttemptFailure failure)
    {
        if (_visited.Count == 0 || !ReferenceEquals(_visited[^1], attempt.Target))
            Visit(attempt.Target);
        if (attempt.Destination is { } destination)
        {
            AttemptsAtTarget++;
            var at = _tried.FindIndex(tried => ReferenceEquals(tried.Destination, destination));
            if (at < 0)
                _tried.Add((destination, 1));
            else
                _tried[at] = (destination, _tried[at].Attempts + 1);
        }

        if (attempt.Key is { } key && !_triedKeys.Contains(key))
            _triedKeys.Add(key);
        if (Told is null || IsMoreTelling(failure))
            Told = failure;
    }

    /// <summary>The same target again with another key does not use up its attempts.</summary>
    public void OtherKey() => AttemptsAtTarget--;

    /// <summary>The same target again after a wait.</summary>
    public void Waited() => Waits++;

    /// <summary>Begins with another target.</summary>
    public void Visit(FailoverTarget target)
    {
        IsFallback = _visited.Count > 0;
        Target = target;
        _visited.Add(target);
        _tried.Clear();
        _triedKeys.Clear();
        AttemptsAtTarget = 0;
        Waits = 0;
    }

    /// <summary>A target that was passed over since all its circuits are open.</summary>
    public void Skip(FailoverTarget target, TimeSpan? recovery)
    {
        _visited.Add(target);
        NoteRecovery(target, recovery);
    }

    /// <summary>A destination of this target that is to be left alone, as if it had been tried.</summary>
    public void Avoid(DestinationState destination) => _tried.Add((destination, 1));

    /// <summary>Takes note of when an open circuit of a target lets something through again.</summary>
    public void NoteRecovery(FailoverTarget target, TimeSpan? recovery)
    {
        if (recovery is { } wait && !(wait >= SoonestRecovery))
            (SoonestRecovery, SoonestCluster) = (wait, target.Cluster);
    }

    /// <summary>Whether a target was tried or passed over.</summary>
    public bool Knows(FailoverTarget target) => _visited.Exists(visited => visited.IsSamePlace(target));

    /// <summary>How often a destination was tried at this target.</summary>
    public int AttemptsAt(DestinationState destination) =>
        _tried.Find(tried => ReferenceEquals(tried.Destination, destination)).Attempts;

    /// <summary>
    /// The last failure is told, but one that only says that a fallback cannot serve this request, by its own or by the operator's
    /// fault, does not hide why the fallback was needed.
    /// </summary>
    private bool IsMoreTelling(AttemptFailure failure) => failure.Kind is not (FailureKind.NoDestination or FailureKind.Unsupported)
        && !(IsFallback && failure.Kind is FailureKind.InvalidRequest or FailureKind.InvalidCredential or FailureKind.NotPermitted
            or FailureKind.OutOfCredit or FailureKind.ModelNotFound or FailureKind.NotFound or FailureKind.RequestTooLarge or FailureKind.Redirected);
}
