using LlmProxy.Core.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Sse;
using LlmProxy.Metering.Prices;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Puts the cost into the frame with the last usage, for callers who ask: <c>"llmproxy":{"cost_usd":0.0042}</c>, or <c>null</c>.</summary>
/// <param name="frames">Makes the frames.</param>
/// <param name="written">Where it writes them; this takes them from there.</param>
/// <param name="output">What is to go out next.</param>
/// <param name="attempt">The attempt whose answer it is.</param>
/// <param name="prices">Tells the cost.</param>
/// <param name="isTranslated">Whether the usage is written at the end, and not where the provider told it.</param>
internal sealed class CostFrames(
    IFrameOutput frames, PooledBuffer written, PooledBuffer output, LlmAttempt attempt, AttemptPrices prices, bool isTranslated) : IFrameOutput
{
    private bool _hasFinished;
    private bool _hasUsage;
    private bool _hasEnded;

    public bool PassesThrough => false;

    public bool TellsErrors => frames.TellsErrors;

    public long ReleaseAt => frames.ReleaseAt;

    // Anthropic tells the prompt's usage at the beginning; only what comes with or after the reason of the end is the last word.
    private bool IsDue => isTranslated ? _hasEnded && !attempt.Usage.IsEmpty : _hasFinished && _hasUsage;

    public void OnEvent(in LlmEvent e)
    {
        frames.OnEvent(e);
        _hasFinished |= e.Kind == LlmEventKind.Finish;
        _hasUsage |= e.Kind == LlmEventKind.Usage;
        _hasEnded |= e.Kind == LlmEventKind.End;
    }

    public void EndFrame(in SseFrame frame, bool isUsageOnly)
    {
        frames.EndFrame(frame, isUsageOnly);
        Flush(IsDue);
        _hasUsage = _hasEnded = false;
    }

    public void EndBody()
    {
        frames.EndBody();
        Flush(isDue: false);
    }

    public void Release(long now)
    {
        frames.Release(now);
        Flush(isDue: false);
    }

    public void Stop(FinishReason reason)
    {
        frames.Stop(reason);
        Flush(isDue: false);
    }

    public void Dispose()
    {
        frames.Dispose();
        written.Dispose();
    }

    private void Flush(bool isDue)
    {
        var bytes = written.WrittenSpan;
        var end = isDue ? bytes.LastIndexOf((byte)'}') : -1;
        // What stands behind the object must be the frame's end, and not a line of its own.
        if (end > 0 && (isTranslated || bytes[(end + 1)..].IndexOfAnyExcept((byte)'\r', (byte)'\n', (byte)' ') < 0))
        {
            output.Append(bytes[..end]);
            output.Append(",\"llmproxy\":{\"cost_usd\":"u8);
            if (prices.SoFar(attempt.Exchange) is { } cost)
                CostText.Write(cost, output);
            else
                output.Append("null"u8);
            output.Append("}"u8);
            bytes = bytes[end..];
        }

        output.Append(bytes);
        written.Release();
    }
}
