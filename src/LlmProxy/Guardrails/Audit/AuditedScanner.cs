using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Texts;

namespace LlmProxy.Guardrails.Audit;

/// <summary>Where a guard may fail, one that does is left out from there on, visibly; and what it looks at is measured, where that is asked for.</summary>
/// <param name="scanner">The guard's.</param>
/// <param name="run">What is noted of it.</param>
/// <param name="mayFail">Whether texts pass that it could not judge.</param>
/// <param name="measure">What of the text is measured here.</param>
internal sealed class AuditedScanner(ISpanScanner scanner, GuardRun run, bool mayFail, ScannerMeasure measure) : ISpanScanner
{
    private readonly CharacterRuler? _ruler = measure == ScannerMeasure.None ? null : new CharacterRuler();
    private long _length;
    private bool _hasFailed;

    public FoldedPatternSet? Patterns => scanner.Patterns;

    public long SafeOffset => _hasFailed ? _length : scanner.SafeOffset;

    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
    {
        _length += utf8.Length;
        if (measure == ScannerMeasure.All)
            run.Characters += CodePoints.Count(utf8);
        if (_hasFailed)
            return;
        try
        {
            var first = found.Count;
            scanner.Feed(utf8, found);
            _ruler?.Take(utf8, found, first, scanner.SafeOffset);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    public void Finish(List<GuardSpan> found)
    {
        if (_hasFailed)
            return;
        try
        {
            var first = found.Count;
            scanner.Finish(found);
            _ruler?.Finish(found, first);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    public void Pass(ReadOnlySpan<byte> utf8)
    {
        if (measure == ScannerMeasure.All)
            run.Characters += CodePoints.Count(utf8);
        scanner.Pass(utf8);
    }

    public void Reset()
    {
        _length = 0;
        _hasFailed = false;
        scanner.Reset();
        _ruler?.Reset();
    }

    public void Dispose()
    {
        scanner.Dispose();
        _ruler?.Dispose();
    }

    private void Fail(Exception cause)
    {
        run.Raise(mayFail ? GuardOutcome.FailedOpen : GuardOutcome.FailedClosed);
        if (!mayFail)
            throw new GuardFailedException(run.Guard, cause);
        _hasFailed = true;
        _ruler?.Reset();
    }
}
