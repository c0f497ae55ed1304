using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Audit;

namespace LlmProxy.Prompts.Evaluations.Content;

/// <summary>Redacts personal data and secrets in texts, one after the other. For one thread. It throws where it cannot do its work: what was not judged must not be written.</summary>
internal sealed class TextRedactor : IFoundPlaces, IDisposable
{
    private readonly GuardedParts _guarded;
    private readonly PooledBuffer _output = new();

    public TextRedactor()
    {
        var guards = BuiltInGuards.Redacting;
        var runs = new GuardedExchange(null, guards);
        var rules = new List<SpanRule>();
        for (var i = 0; i < guards.Input.Count; i++)
        {
            var guard = (SpanGuard)guards.Input[i];
            var finder = guard.Finder(null, GuardDirection.Input)!;
            var scanner = new AuditedScanner(
                finder.CreateScanner(TextKind.Other, TextForm.Plain), runs.RunOf(guard, GuardDirection.Input), mayFail: false, ScannerMeasure.None);
            rules.Add(new SpanRule(i, guard.Action, scanner));
        }

        _guarded = new GuardedParts(rules, new GuardSink(runs, GuardDirection.Input, this) { IsSilent = true });
    }

    /// <summary>The text, with what was found replaced. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Redact(ReadOnlyMemory<byte> utf8)
    {
        _guarded.Run(utf8);
        if (!_guarded.HasChanged)
            return utf8;
        _output.Release();
        _guarded.Write(0, utf8.Span, _output);
        return _output.WrittenMemory;
    }

    /// <summary>The text, with what was found replaced; half surrogates become U+FFFD.</summary>
    public string Redact(string text) => Encoding.UTF8.GetString(Redact(Encoding.UTF8.GetBytes(text)).Span);

    FoundPlace IFoundPlaces.Of(in GuardSpan span) => default;

    /// <inheritdoc/>
    public void Dispose()
    {
        _guarded.Dispose();
        _output.Dispose();
    }
}
