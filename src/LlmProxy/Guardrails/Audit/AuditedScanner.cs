using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Audit;

/// <summary>Counts what a guard has looked at; and where it may fail, a guard that does is left out from there on, visibly.</summary>
/// <param name="scanner">The guard's.</param>
/// <param name="run">What is noted of it.</param>
/// <param name="mayFail">Whether texts pass that it could not judge.</param>
/// <param name="isRepeat">Whether the text says again what was counted before.</param>
internal sealed class AuditedScanner(ISpanScanner scanner, GuardRun run, bool mayFail, bool isRepeat = false) : ISpanScanner
{
    private long _length;
    private bool _hasFailed;

    public long SafeOffset => _hasFailed ? _length : scanner.SafeOffset;

    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
    {
        _length += utf8.Length;
        if (!isRepeat)
            run.Bytes += utf8.Length;
        if (_hasFailed)
            return;
        try
        {
            scanner.Feed(utf8, found);
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
            scanner.Finish(found);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    public void Reset()
    {
        _length = 0;
        _hasFailed = false;
        scanner.Reset();
    }

    public void Dispose() => scanner.Dispose();

    private void Fail(Exception cause)
    {
        run.Raise(mayFail ? GuardOutcome.FailedOpen : GuardOutcome.FailedClosed);
        if (!mayFail)
            throw new GuardFailedException(run.Guard, cause);
        _hasFailed = true;
    }
}
