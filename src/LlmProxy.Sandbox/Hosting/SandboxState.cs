using LlmProxy.Sandbox.Batches;
using LlmProxy.Sandbox.Faults;
using LlmProxy.Sandbox.Files;
using LlmProxy.Sandbox.Responses;

namespace LlmProxy.Sandbox.Hosting;

/// <summary>What all requests of one server share.</summary>
internal sealed class SandboxState(SandboxOptions options) : IDisposable
{
    // 2025-06-15 00:00:00 UTC: the date of every answer where no clock is set.
    private const long FixedDate = 1_749_945_600;

    private readonly CancellationTokenSource _stopping = new();

    public SandboxOptions Options { get; } = options;

    public SandboxRequestLog Log { get; } = new(options.MaxRecordedRequests);

    public FaultSelector Faults { get; } = new(options.Faults);

    public BoundedStore<StoredResponse> Responses { get; } = new(options.MaxStoredObjects);

    public FileStore Files { get; } = new(options.MaxStoredObjects);

    public BoundedStore<Batch> Batches { get; } = new(options.MaxStoredObjects);

    public TimeProvider Clock { get; } = options.Clock ?? TimeProvider.System;

    /// <summary>Cancelled when the server ends, so that what hangs does not hold it up.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The date of an answer, in seconds since 1970.</summary>
    public long Now => Options.Clock?.GetUtcNow().ToUnixTimeSeconds() ?? FixedDate;

    public void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}
