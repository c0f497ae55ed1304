using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LlmProxy.Exchange.Detached;

/// <summary>The response of a flight: its head is kept, its body goes to the sink.</summary>
internal sealed class FlightResponse : IHttpResponseFeature, IHttpResponseBodyFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _onStarting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _onCompleted = new();
    private PipeWriter? _writer;

    public FlightResponse(FlightSink sink) => Stream = new FlightStream(this, sink);

    /// <summary>Called once, when status and headers are final.</summary>
    public Action? Started { get; set; }

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    public Stream Stream { get; private set; }

    public PipeWriter Writer => _writer ??= PipeWriter.Create(Stream, new StreamPipeWriterOptions(leaveOpen: true));

    Stream IHttpResponseFeature.Body
    {
        get => Stream;
        set => Stream = value;
    }

    public void OnStarting(Func<object, Task> callback, object state) => _onStarting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _onCompleted.Push((callback, state));

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (HasStarted)
            return;
        // As the server does: the last one who asked comes first, and until all are through headers may be set.
        while (_onStarting.TryPop(out var starting))
            await starting.Callback(starting.State);
        HasStarted = true;
        Started?.Invoke();
    }

    public async Task CompleteAsync()
    {
        await StartAsync();
        if (_writer is not null)
            await _writer.CompleteAsync();
    }

    public void DisableBuffering()
    {
        // Nothing is held back: what is written can be read.
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    /// <summary>The flight is over: whoever asked to be told is, and what was registered for disposal is disposed of.</summary>
    public async Task NoteCompletedAsync()
    {
        while (_onCompleted.TryPop(out var completed))
            await completed.Callback(completed.State);
    }
}
