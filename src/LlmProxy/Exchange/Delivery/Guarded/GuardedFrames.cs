using LlmProxy.Core.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Sse;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Filters;
using LlmProxy.Guardrails;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <summary>Frames go out as the guards of the answer let them, in the provider's protocol or translated from it.</summary>
/// <remarks>
/// Settlement has read the frames before: it counts what the provider sent, and not what the client got. The events of that reading are
/// not used here; where the client speaks another protocol, what the guards let out is read once more.
/// </remarks>
internal sealed class GuardedFrames : IFrameOutput
{
    private readonly FrameGuard _guard;
    private readonly LlmAttempt _attempt;
    private readonly PooledBuffer _output;
    private readonly bool _hidesUsage;
    private readonly TranslatedFrames? _translation;
    private readonly BufferShare? _share;
    private bool _hidden;
    private bool _isBroken;

    /// <param name="guard">Judges the frames.</param>
    /// <param name="attempt">The attempt whose answer it is.</param>
    /// <param name="output">What is to go out next.</param>
    /// <param name="hidesUsage">Whether usage that only the gateway asked for is left out.</param>
    /// <param name="translation">Writes the client's protocol into <paramref name="output"/>; <c>null</c>: it is the provider's.</param>
    /// <param name="share">What the guard keeps takes this of the process-wide bound; belongs to this object; <c>null</c>: it takes none.</param>
    public GuardedFrames(FrameGuard guard, LlmAttempt attempt, PooledBuffer output, bool hidesUsage, TranslatedFrames? translation, BufferShare? share = null)
    {
        _guard = guard;
        _attempt = attempt;
        _output = output;
        _hidesUsage = hidesUsage;
        _translation = translation;
        _share = share;
    }

    /// <summary>Is told when a guard ends the answer.</summary>
    public FilterControl? Control { get; set; }

    public bool PassesThrough => false;

    public long ReleaseAt => _guard.ReleaseAt;

    // What the guards cannot judge is never translated, so that nobody else tells that error.
    public bool TellsErrors => _translation is not null && !_isBroken;

    public void OnEvent(in LlmEvent e)
    {
    }

    public void EndFrame(in SseFrame frame, bool isUsageOnly)
    {
        // The LF of a frame whose CR ended an earlier read goes where its frame went.
        if (!frame.IsRestOfLineEnd)
            _hidden = isUsageOnly && _hidesUsage;
        if (_hidden)
            return;
        try
        {
            _guard.Take(frame, _translation?.Input ?? _output);
        }
        catch (InvalidDataException)
        {
            _isBroken = true;
            throw;
        }
        catch (GuardFailedException e)
        {
            _isBroken = true;
            throw GuardErrors.Failed(e.Guard, e);
        }

        Deliver();
    }

    public void EndBody()
    {
        try
        {
            _guard.Finish(_translation?.Input ?? _output);
        }
        catch (GuardFailedException e)
        {
            throw GuardErrors.Failed(e.Guard, e);
        }

        Deliver();
    }

    public void Release(long now)
    {
        _guard.Release(now, _translation?.Input ?? _output);
        Deliver();
    }

    public void Stop(FinishReason reason)
    {
        // The guard that stopped the answer has written its end.
    }

    public void Dispose()
    {
        _guard.Dispose();
        _translation?.Dispose();
        _share?.Dispose();
    }

    private void Deliver()
    {
        _translation?.Translate(_guard.IsBlocked);
        if (!_guard.IsBlocked || Control is not { IsStopped: false } control)
            return;
        control.Stop(FinishReason.ContentFilter);
        _attempt.Answer.Finish = FinishReason.ContentFilter;
    }
}
