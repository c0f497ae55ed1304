using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Requests;

namespace LlmProxy.Guardrails.Audit;

/// <summary>What one guard did on one request, or on its answer.</summary>
public sealed class GuardRun
{
    /// <summary>The most findings that are kept in full: 50. All are counted.</summary>
    public const int MaxFindings = 50;

    private List<GuardFinding>? _findings;
    private Dictionary<string, int>? _counts;

    internal GuardRun(Guard guard, GuardDirection direction)
    {
        Guard = guard;
        Direction = direction;
    }

    /// <summary>The guard.</summary>
    public Guard Guard { get; }

    /// <summary>Whether it judged the request or the answer.</summary>
    public GuardDirection Direction { get; }

    /// <summary>What it did.</summary>
    public GuardOutcome Outcome { get; private set; }

    /// <summary>On how many characters, Unicode code points: those that came, before any guard changed them.</summary>
    public long Characters { get; internal set; }

    /// <summary>How many Unicode characters went out before it had judged them (<see cref="SpanGuard.Release"/>).</summary>
    public long ReleasedCharacters { get; private set; }

    /// <summary>What passed it unseen, where the route does not refuse that.</summary>
    public UnreadContent Unseen { get; private set; }

    /// <summary>The highest score; <c>null</c>: the guard gives none.</summary>
    public double? Score { get; private set; }

    /// <summary>How long it took; <see cref="TimeSpan.Zero"/> for guards that run with others in one pass.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>The first findings.</summary>
    public IReadOnlyList<GuardFinding> Findings => _findings ?? (IReadOnlyList<GuardFinding>)[];

    /// <summary>How many findings there were.</summary>
    public long Found { get; private set; }

    /// <summary>How often each type was found.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts ??= [];

    /// <summary>Whether another finding would be kept in full.</summary>
    internal bool HasRoom => _findings is null || _findings.Count < MaxFindings;

    /// <summary>Notes a finding.</summary>
    internal void Add(in GuardFinding finding, double? score)
    {
        Raise(Of(finding.Action));
        if (score is { } value)
            Score = Math.Max(Score ?? 0, value);
        Keep(finding);
    }

    /// <summary>Notes a finding in an answer in whose place another has come.</summary>
    internal void Retry(in GuardFinding finding)
    {
        Raise(GuardOutcome.Retried);
        Keep(finding);
    }

    /// <summary>Notes text that went out before it was judged.</summary>
    internal void Release(long characters)
    {
        Raise(GuardOutcome.Released);
        ReleasedCharacters += characters;
    }

    /// <summary>Notes that something passed it unseen.</summary>
    internal void Miss(UnreadContent content)
    {
        Raise(GuardOutcome.Unseen);
        Unseen |= content;
    }

    /// <summary>Notes a score that leads to nothing.</summary>
    internal void Rate(double? score)
    {
        if (score is { } value)
            Score = Math.Max(Score ?? 0, value);
    }

    /// <summary>Notes what was done, unless more was done already.</summary>
    internal void Raise(GuardOutcome outcome)
    {
        if (outcome > Outcome)
            Outcome = outcome;
    }

    private void Keep(in GuardFinding finding)
    {
        Found++;
        var type = GuardTypeName.Of(finding.Type);
        _counts ??= new(StringComparer.Ordinal);
        if (_counts.Count < MaxFindings || _counts.ContainsKey(type))
            _counts[type] = _counts.GetValueOrDefault(type) + 1;
        if (HasRoom)
            (_findings ??= []).Add(finding with { Type = type });
    }

    private static GuardOutcome Of(GuardAction action) => action switch
    {
        GuardAction.Block => GuardOutcome.Blocked,
        GuardAction.Redact => GuardOutcome.Redacted,
        GuardAction.Mask => GuardOutcome.Masked,
        GuardAction.Flag => GuardOutcome.Flagged,
        _ => GuardOutcome.Shadowed,
    };
}
