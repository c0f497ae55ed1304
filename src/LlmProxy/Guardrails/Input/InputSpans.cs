using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Texts;
using LlmProxy.Guardrails.Audit;

namespace LlmProxy.Guardrails.Input;

/// <summary>Lets the texts of a request pass under the guards that find places.</summary>
internal sealed class InputSpans : IDisposable
{
    private readonly GuardedExchange _guarded;
    private readonly InputTexts _texts;
    private readonly GuardSink _sink;
    private readonly List<(TextKind Kind, TextForm Form, GuardedParts? Guarded, List<GuardRun> Runs)> _ready = [];
    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private readonly PooledBuffer _output = new();
    private readonly TextGroups _groups;
    private readonly InputPlaces _places;

    public InputSpans(GuardedExchange guarded, InputTexts texts, IMasker? masker)
    {
        _guarded = guarded;
        _texts = texts;
        _groups = new TextGroups(texts.Places);
        _places = new InputPlaces(texts, _groups);
        _sink = new GuardSink(guarded, GuardDirection.Input, _places) { Masker = masker };
    }

    /// <summary>The numbers of the texts that were changed.</summary>
    public List<int> Changed { get; } = [];

    /// <summary>The guard that lets nothing pass; <c>null</c>: all may go on.</summary>
    public Guard? Blocker => _sink.Blocker;

    /// <summary>Judges all texts, or those up to one that is blocked.</summary>
    public void Run()
    {
        if (!_guarded.Guards.Input.Any(guard => guard is SpanGuard))
            return;
        var aborted = _guarded.Exchange?.Context.RequestAborted ?? CancellationToken.None;
        for (var i = 0; i < _texts.Count && Blocker is null; i++)
        {
            // Of a long request, which nobody waits for any more, the rest needs no judging.
            aborted.ThrowIfCancellationRequested();
            if (_groups.IsFirst(i))
                Judge(i);
        }
    }

    public void Dispose()
    {
        foreach (var (_, _, guarded, _) in _ready)
            guarded?.Dispose();
        _output.Dispose();
    }

    private void Judge(int first)
    {
        var text = _texts[first];
        var (guarded, runs) = GuardsOf(text.Kind, text.Form);
        if (guarded is null)
            return;
        _places.Begin(first);
        Count(first, runs);
        if (_groups.After(first) < 0)
        {
            guarded.Run(text.Utf8);
            Keep(guarded, first, 0);
            return;
        }

        _parts.Clear();
        for (var part = first; part >= 0; part = _groups.After(part))
            _parts.Add(_texts[part].Utf8);
        guarded.Run(_parts);
        var start = 0;
        for (var part = first; part >= 0; part = _groups.After(part))
        {
            var length = _texts[part].Utf8.Length;
            Keep(guarded, part, start);
            start += length;
        }
    }

    private void Keep(GuardedParts guarded, int text, int start)
    {
        if (!guarded.HasChanged || guarded.IsBlocked)
            return;
        _output.Release();
        if (!guarded.Write(start, _texts[text].Utf8.Span, _output))
            return;
        _texts.Replace(text, _output.WrittenSpan.ToArray());
        Changed.Add(text);
    }

    private (GuardedParts? Guarded, List<GuardRun> Runs) GuardsOf(TextKind kind, TextForm form)
    {
        foreach (var ready in _ready)
        {
            if (ready.Kind == kind && ready.Form == form)
                return (ready.Guarded, ready.Runs);
        }

        var guards = _guarded.Guards.Input;
        var rules = new List<SpanRule>();
        var runs = new List<GuardRun>();
        for (var i = 0; i < guards.Count; i++)
        {
            if (guards[i] is not SpanGuard span || (span.Kinds & kind) == 0 || _guarded.InputFinder(i) is not { } finder)
                continue;
            runs.Add(_guarded.RunOf(span, GuardDirection.Input));
            var scanner = new AuditedScanner(finder.CreateScanner(kind, form), runs[^1], mayFail: !span.FailsClosed, ScannerMeasure.None);
            rules.Add(new SpanRule(i, span.Action, scanner) { Actions = span.Actions });
        }

        var made = rules.Count == 0 ? null : new GuardedParts(rules, _sink);
        _ready.Add((kind, form, made, runs));
        return (made, runs);
    }

    /// <summary>Counts a text once, whichever way guards look at its parts.</summary>
    private void Count(int first, List<GuardRun> runs)
    {
        var characters = 0L;
        for (var part = first; part >= 0; part = _groups.After(part))
            characters += CodePoints.Count(_texts[part].Utf8.Span);
        foreach (var run in runs)
            run.Characters += characters;
    }
}
