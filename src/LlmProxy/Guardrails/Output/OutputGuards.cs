using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Guardrails.Masking;
using LlmProxy.Guardrails.Audit;

namespace LlmProxy.Guardrails.Output;

/// <summary>The guards on one answer's way to the client.</summary>
internal sealed class OutputGuards : IOutputGuards, IFoundPlaces
{
    private readonly GuardedExchange _guarded;
    private readonly List<(int Place, SpanGuard Guard, ISpanGuard Finder)> _guards = [];
    private readonly List<GuardSink> _sinks = [];
    private readonly TimeProvider _clock;
    private readonly List<AnswerAddress> _parts = [];
    private AnswerAddress? _address;

    public OutputGuards(GuardedExchange guarded, TimeProvider clock)
    {
        _guarded = guarded;
        _clock = clock;
        var guards = guarded.Guards.Output;
        for (var i = 0; i < guards.Count; i++)
        {
            if (guards[i] is SpanGuard guard && guard.Finder(guarded.Exchange, GuardDirection.Output) is { } finder)
                _guards.Add((i, guard, finder));
        }

        if (guards.Any(guard => guard is JudgingGuard))
            Judge = new AnswerJudge(guarded, clock);
        ChangesText = _guards.Exists(static entry => entry.Guard.ChangesText);
        Releases = _guards.Exists(static entry => entry.Guard.Release is not null);
    }

    public bool ChangesText { get; }

    public bool Releases { get; }

    public IAnswerJudge? Judge { get; }

    /// <summary>Whether nothing stands in the way: no guard looks for places, and nothing was masked.</summary>
    public bool IsEmpty => _guards.Count == 0 && Masks is null && Judge is null;

    public IMaskLookup? Masks => _guarded.Masks;

    public ReadOnlyMemory<byte> BlockMessage => _sinks.Find(sink => sink.Blocker is not null)?.Blocker!.Message is { } message ? Encoding.UTF8.GetBytes(message) : default;

    public void Enter(in AnswerAddress address)
    {
        _address = address;
        if (address.Part is not { } part || part < _parts.Count && _parts[part] == address)
            return;
        // Parts come in their order, and the first one of another text begins anew.
        _parts.RemoveRange(Math.Min(part, _parts.Count), Math.Max(0, _parts.Count - part));
        _parts.Add(address);
    }

    public GuardedText? Create(TextKind kind, TextForm form, bool isRepeat) => Create(kind, form, isRepeat, isParted: false);

    public GuardedText? CreateParted(TextKind kind, TextForm form) => Create(kind, form, isRepeat: false, isParted: true);

    FoundPlace IFoundPlaces.Of(in GuardSpan span)
    {
        var address = span.Part is { } part && part < _parts.Count ? _parts[part] : _address;
        return new(address?.ToString() ?? "", span.Characters);
    }

    private GuardedText? Create(TextKind kind, TextForm form, bool isRepeat, bool isParted)
    {
        List<SpanRule>? rules = null;
        foreach (var (place, guard, finder) in _guards)
        {
            if ((guard.Kinds & kind) == 0)
                continue;
            var run = _guarded.RunOf(guard, GuardDirection.Output);
            ISpanScanner scanner = new AuditedScanner(finder.CreateScanner(kind, form), run, mayFail: !guard.FailsClosed, isRepeat ? ScannerMeasure.Places : ScannerMeasure.All);
            if (isParted)
                scanner = new PartedScanner(scanner, new AuditedScanner(finder.CreateScanner(kind, form), run, mayFail: !guard.FailsClosed, ScannerMeasure.Places));
            (rules ??= []).Add(new SpanRule(place, guard.Action, scanner) { Actions = guard.Actions, Release = guard.Release });
        }

        return rules is null ? null : new GuardedText(rules, Sink(isRepeat), Releases ? _clock : null);
    }

    private GuardSink Sink(bool isRepeat)
    {
        var sink = new GuardSink(_guarded, GuardDirection.Output, this) { IsSilent = isRepeat };
        _sinks.Add(sink);
        return sink;
    }
}
