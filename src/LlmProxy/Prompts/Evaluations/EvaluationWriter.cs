using System.Threading.Channels;
using LlmProxy.Configuration;
using LlmProxy.Core.Buffers;
using LlmProxy.Health.Degradation;
using LlmProxy.Prompts.Evaluations.Files;
using LlmProxy.Prompts.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Prompts.Evaluations;

/// <summary>Writes lines of the evaluation log in the background, one after the other.</summary>
/// <remarks>
/// At most <see cref="MaxQueued"/> lines wait; further ones are dropped, as are those that cannot be written: this is statistics, and
/// waiting for a disk that is full would only take memory. Both are counted, and told in health.
/// </remarks>
internal sealed partial class EvaluationWriter : IHostedService, IAsyncDisposable, IDisposable
{
    /// <summary>The side component, for health.</summary>
    public const string Component = "evaluations";

    /// <summary>Most lines that wait: 4,096.</summary>
    public const int MaxQueued = 4096;

    private const int MaxBatch = 256;
    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    private readonly Channel<object> _queue = Channel.CreateBounded<object>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly LlmConfigState _configuration;
    private readonly EvaluationMetrics _metrics;
    private readonly SideComponent _guard;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lazy<EvaluationFile> _file;
    private readonly Lazy<string> _folder;
    private ITimer? _timer;
    private Task _loop = Task.CompletedTask;

    public EvaluationWriter(LlmConfigState configuration, EvaluationMetrics metrics, Degradations degradations, TimeProvider clock, ILogger<EvaluationWriter> logger)
    {
        _configuration = configuration;
        _metrics = metrics;
        _guard = degradations.Get(Component);
        _clock = clock;
        _logger = logger;
        // Taken once, as the store takes its own.
        _folder = new(() => Path.GetFullPath(Path.Combine(configuration.Current.Proxy.Storage.Path, EvaluationFolder.Name)));
        _file = new(() => new EvaluationFile(Folder, clock));
    }

    /// <summary>Where the files are.</summary>
    public string Folder => _folder.Value;

    private EvaluationOptions Options => _configuration.Current.Proxy.Prompts.Evaluations;

    /// <summary>Queues a line, which belongs to this from now on. Never waits and never throws.</summary>
    public void Add(IEvaluationEntry entry)
    {
        if (_queue.Writer.TryWrite(entry))
            return;
        entry.Dispose();
        Count(EvaluationMetrics.Full, 1);
        _guard.Report("queue_full");
    }

    /// <summary>Waits until all that was added before is in the files, or given up.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_loop.IsCompleted)
            return;
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _queue.Writer.WriteAsync(written, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            return;
        }

        await written.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(RunAsync, CancellationToken.None);
        // Its place in the queue is the sign that the files are looked at; where that is full, files are looked at anyway when one is begun.
        _timer = _clock.CreateTimer(static self => ((EvaluationWriter)self!)._queue.Writer.TryWrite(SweepInterval), this, SweepInterval, SweepInterval);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        End();
        // Whoever has no time to wait leaves the rest to the disposal.
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Writes what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        End();
        await _loop;
    }

    /// <inheritdoc/>
    public void Dispose() => End();

    private void End()
    {
        _timer?.Dispose();
        _queue.Writer.TryComplete();
    }

    private async Task RunAsync()
    {
        using var buffer = new PooledBuffer();
        while (await _queue.Reader.WaitToReadAsync())
        {
            var waiting = new List<TaskCompletionSource>();
            WriteBatch(buffer, waiting);
            foreach (var one in waiting)
                one.SetResult();
        }

        if (_file.IsValueCreated)
            _file.Value.Dispose();
    }

    private void WriteBatch(PooledBuffer buffer, List<TaskCompletionSource> waiting)
    {
        var lines = 0;
        try
        {
            for (var i = 0; i < MaxBatch && _queue.Reader.TryRead(out var item); i++)
            {
                switch (item)
                {
                    case IEvaluationEntry entry:
                        lines++;
                        Write(entry, buffer);
                        break;
                    case TaskCompletionSource one:
                        waiting.Add(one);
                        break;
                    default:
                        Tell(_file.Value.Sweep(Options));
                        break;
                }
            }

            if (lines == 0)
                return;
            _file.Value.Flush();
            Count(null, lines);
        }
        catch (Exception e)
        {
            // Some of the batch may be in the file all the same; what follows begins another.
            _file.Value.Abandon();
            Count(EvaluationMetrics.Failed, lines);
            _guard.Report(e);
        }
    }

    private void Write(IEvaluationEntry entry, PooledBuffer buffer)
    {
        using (entry)
        {
            buffer.Release();
            var options = Options;
            if (!entry.Write(buffer, options.MaxFileBytes))
                _guard.Report("not_redacted");
            Tell(_file.Value.Append(buffer.WrittenSpan, options));
        }
    }

    /// <summary>Counts lines: dropped for a reason, or written. Whoever listens to metrics may throw, and is another's worry.</summary>
    private void Count(string? reason, int lines) => _guard.TryRun(
        static one =>
        {
            if (one.Reason is null)
                one.Metrics.Written(one.Lines);
            else
                one.Metrics.Dropped(one.Lines, one.Reason);
        },
        (Metrics: _metrics, Reason: reason, Lines: lines));

    private void Tell(int removed)
    {
        if (removed > 0)
            Log.Removed(_logger, removed, Folder);
    }

    // Event ids 730 to 734. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(730, LogLevel.Information, "{Count} old files of the evaluation log in '{Folder}' were removed.", EventName = "EvaluationFilesRemoved")]
        public static partial void Removed(ILogger logger, int count, string folder);
    }
}
