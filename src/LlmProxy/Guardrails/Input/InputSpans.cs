using System.Diagnostics.CodeAnalysis;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Texts;
using LlmProxy.Guardrails.Audit;

namespace LlmProxy.Guardrails.Input;

/// <summary>Lets the texts of a request pass under the guards that find places.</summary>
internal sealed class InputSpans : IFoundPlaces, IDisposable
{
    private readonly GuardedExchange _guarded;
    private readonly InputTexts _texts;
    private readonly GuardSink _sink;
    private readonly List<(TextKind Kind, TextForm Form, GuardedParts? Guarded)> _ready = [];
    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private readonly PooledBuffer _output = new();
    private readonly TextGroups _groups;
    private InputPlaces? _places;
    private int _first;

    public InputSpans(GuardedExchange guarded, InputTexts texts, IMasker? masker)
    {
        _guarded = guarded;
        _texts = texts;
        _groups = new TextGroups(texts.Places);
        _sink = new GuardSink(guarded, GuardDirection.Input, this) { Masker = masker };
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

    FoundPlace IFoundPlaces.Of(in GuardSpan span)
    {
        if (_places is null)
        {
            _places = new InputPlaces(_texts, _groups);
            _places.Begin(_first);
        }

        return _places.Of(span);
    }

    public void Dispose()
    {
        foreach (var (_, _, guarded) in _ready)
            guarded?.Dispose();
        _output.Dispose();
    }

    private void Judge(int first)
    {
        var text = _texts[first];
        if (GuardsOf(text.Kind, text.Form) is not { } guarded)
            return;
        _first = first;
        _places?.Begin(first);
        Count(first, text.Kind);
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

    private GuardedParts? GuardsOf(TextKind kind, TextForm form)
    {
        foreach (var ready in _ready)
        {
            if (ready.Kind == kind && ready.Form == form)
                return ready.Guarded;
        }

        var guards = _guarded.Guards.Input;
        var rules = new List<SpanRule>();
        for (var i = 0; i < guards.Count; i++)
        {
            if (!Concerns(i, kind, out var span, out var finder))
                continue;
            var run = _guarded.RunOf(span, GuardDirection.Input);
            var scanner = new AuditedScanner(finder.CreateScanner(kind, form), run, mayFail: !span.FailsClosed, ScannerMeasure.None);
            rules.Add(new SpanRule(i, span.Action, scanner) { Actions = span.Actions });
        }

        var made = rules.Count == 0 ? null : new GuardedParts(rules, _sink);
        _ready.Add((kind, form, made));
        return made;
    }

    /// <summary>Counts a text once, whichever way guards look at its parts.</summary>
    private void Count(int first, TextKind kind)
    {
        var characters = 0L;
        for (var part = first; part >= 0; part = _groups.After(part))
            characters += CodePoints.Count(_texts[part].Utf8.Span);
        for (var i = 0; i < _guarded.Guards.Input.Count; i++)
        {
            if (Concerns(i, kind, out var guard, out _))
                _guarded.RunOf(guard, GuardDirection.Input).Characters += characters;
        }
    }

    /// <summary>Whether a guard looks for places in texts of this kind.</summary>
    private bool Concerns(int number, TextKind kind, [NotNullWhen(true)] out SpanGuard? guard, [NotNullWhen(true)] out ISpanGuard? finder)
    {
        guard = _guarded.Guards.Input[number] as SpanGuard;
        finder = guard is not null && (guard.Kinds & kind) != 0 ? _guarded.InputFinder(number) : null;
        return guard is not null && finder is not null;
    }
}
