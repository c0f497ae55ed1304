using LlmProxy.Guardrails;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <content>An answer that goes out as it comes, since its judge only looks on.</content>
internal sealed partial class JudgedStream
{
    private bool _isTooLong;

    private void Pass(int read)
    {
        _out.Append(_held.WrittenSpan[^read..]);
        _isTooLong |= _held.Length > MaxBytes || !_share.TryHold(_held.Length);
        if (_isTooLong)
            _held.Release();
    }

    /// <summary>All of the answer is out: the judge's word, and its failure, are for the record alone.</summary>
    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        _isOver = true;
        IsStopped = _answer is IAnswerStream { IsStopped: true };
        try
        {
            if (!_isTooLong && _held.Length > 0 && _whole.TextsOf(_held.WrittenSpan) is { Count: > 0 } texts)
                await _guards.Judge!.JudgeAsync(texts, cancellationToken);
        }
        catch (Exception e) when (e is GuardFailedException or InvalidDataException)
        {
            // The guard has noted it. What cannot be read has passed where no guard objects to that either.
        }
        finally
        {
            _held.Release();
        }
    }
}
