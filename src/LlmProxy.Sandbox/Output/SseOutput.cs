using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Faults;
using LlmProxy.Sandbox.Hosting;

namespace LlmProxy.Sandbox.Output;

/// <summary>Sends the frames of one stream, each flushed at once, at the cadence and with the faults that were asked for.</summary>
/// <remarks>A writer puts one frame into <see cref="Frame"/> and sends it. After a fault that ends the stream, sending does nothing.</remarks>
internal sealed class SseOutput : IDisposable
{
    private readonly Exchange _exchange;
    private readonly Fault? _fault;
    private readonly TimeSpan _cadence;
    private int _pieces;
    private bool _isPadded;
    private bool _isFaultDone;

    public SseOutput(Exchange exchange, TimeSpan? cadence = null)
    {
        _exchange = exchange;
        _fault = exchange.Fault;
        _cadence = _fault is { Kind: FaultKind.Slow } slow
            ? TimeSpan.FromMilliseconds(slow.Value)
            : cadence ?? exchange.Sandbox.Options.TokenDelay;
    }

    /// <summary>The output of an ordinary answer; a canned model's name may set its cadence.</summary>
    public static SseOutput For(Exchange exchange) =>
        new(exchange, CannedModel.TryGetCadence(exchange.Model, out _, out var delay) ? delay : null);

    /// <summary>The frame in the making.</summary>
    public FrameBuffer Frame { get; } = new();

    /// <summary>Whether a fault has ended the stream.</summary>
    public bool Ended { get; private set; }

    /// <summary>Sends the headers, and the faults that come before the first frame.</summary>
    public async ValueTask StartAsync()
    {
        var response = _exchange.Context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        ProviderHeaders.Add(_exchange);
        await response.StartAsync(_exchange.Ended).ConfigureAwait(false);
        if (_fault is { Kind: FaultKind.ErrorEvent, After: null }) await SendErrorAsync().ConfigureAwait(false);
    }

    /// <summary>Sends the frame and empties it.</summary>
    public async ValueTask SendAsync(FrameKind kind)
    {
        if (!Ended && kind == FrameKind.Content && _cadence > TimeSpan.Zero)
            await _exchange.DelayAsync(_cadence).ConfigureAwait(false);
        if (!Ended && _fault is not null && IsDue(kind)) await ApplyAsync(_fault).ConfigureAwait(false);
        if (!Ended)
        {
            if (kind == FrameKind.Content) _pieces++;
            await WriteAsync().ConfigureAwait(false);
        }

        Frame.Clear();
    }

    /// <summary>Sends OpenAI's end of a stream.</summary>
    public ValueTask SendDoneAsync()
    {
        Frame.Raw("data: [DONE]\n\n"u8);
        return SendAsync(FrameKind.Frame);
    }

    public void Dispose() => Frame.Dispose();

    private bool IsDue(FrameKind kind) =>
        !_isFaultDone && (kind == FrameKind.Closing || (kind == FrameKind.Content && _pieces >= (_fault?.After ?? 1)));

    private async ValueTask ApplyAsync(Fault fault)
    {
        _isFaultDone = true;
        switch (fault.Kind)
        {
            case FaultKind.ResetMid:
                Ended = true;
                _exchange.Reset();
                break;
            case FaultKind.CutMid:
                Ended = true;
                break;
            case FaultKind.HangMid:
                Ended = true;
                await _exchange.HangAsync().ConfigureAwait(false);
                break;
            case FaultKind.ErrorEvent:
                await SendErrorAsync().ConfigureAwait(false);
                break;
            case FaultKind.Malformed:
                Frame.CutTo(Frame.Length / 2);
                Frame.Raw("\n\n"u8);
                break;
            case FaultKind.Truncated:
                Frame.CutTo(Frame.Length / 2);
                await WriteAsync().ConfigureAwait(false);
                Ended = true;
                break;
        }
    }

    private async ValueTask SendErrorAsync()
    {
        Frame.Clear();
        var status = _exchange.Form == WireForm.Anthropic ? 529 : 500;
        ErrorBody.WriteEvent(Frame, StatusErrors.For(status, _exchange.Form, _exchange.Model), _exchange.Form);
        await WriteAsync().ConfigureAwait(false);
        Frame.Clear();
        Ended = true;
    }

    private async ValueTask WriteAsync()
    {
        var writer = _exchange.Context.Response.BodyWriter;
        if (_fault is { Kind: FaultKind.Huge } huge && !_isPadded)
        {
            _isPadded = true;
            // The blank line that ends the frame comes after the padding.
            await writer.WriteAsync(Frame.Written[..^2], _exchange.Ended).ConfigureAwait(false);
            await Padding.SendAsync(_exchange, huge.Value - Frame.Length).ConfigureAwait(false);
            await writer.WriteAsync(Frame.Written[^2..], _exchange.Ended).ConfigureAwait(false);
            return;
        }

        await writer.WriteAsync(Frame.Written, _exchange.Ended).ConfigureAwait(false);
    }
}
