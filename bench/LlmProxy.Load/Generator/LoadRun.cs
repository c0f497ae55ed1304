using System.Diagnostics;
using System.Net.Sockets;
using LlmProxy.Load.Http;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Processes;

namespace LlmProxy.Load.Generator;

/// <summary>
/// Runs a load against one process. Before the first slice all connections are opened and used once; a slice takes the
/// process's CPU time, lets the clients run, waits until every exchange has ended, and takes the CPU time again.
/// </summary>
/// <param name="target">The process.</param>
/// <param name="shape">The load.</param>
/// <param name="readAllocations">Whether to ask the process before and after each slice how much it has allocated; only a gateway can tell.</param>
/// <param name="afterwork">How long the process's CPU time counts beyond the end of a slice.</param>
/// <param name="stop">Ends the run.</param>
internal sealed class LoadRun(Target target, LoadShape shape, bool readAllocations, TimeSpan afterwork, CancellationToken stop) : IDisposable
{
    // A server's queue of connections that it has not accepted yet is finite.
    private const int ConnectedAtOnce = 64;

    // A client whose every exchange fails would else spin until the time is over.
    private const int MostFailuresInARow = 10;

    // Longer than any stream of any scenario; who waits longer waits for an answer that does not come.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpConnection[] _connections = new HttpConnection[shape.Connections];
    private readonly int[] _turns = [.. Enumerable.Range(0, shape.Connections)];
    private readonly Tally _tally = new();
    private TimeSpan _cpuTime;
    private TimeSpan _elapsed;
    private double _allocated;
    private bool _opened;

    /// <summary>What all slices so far showed.</summary>
    public RunResult Result => new(_tally, _cpuTime, _elapsed, _allocated);

    /// <summary>Runs a whole load that nobody takes turns with.</summary>
    public static async Task<RunResult> WholeAsync(Target target, LoadShape shape, CancellationToken stop)
    {
        using var run = new LoadRun(target, shape, readAllocations: false, TimeSpan.Zero, stop);
        for (var slice = 0; slice < shape.Slices; slice++)
            await run.RunSliceAsync();
        return run.Result;
    }

    /// <summary>Runs one of the shape's slices.</summary>
    /// <exception cref="SocketException">A connection could not be opened.</exception>
    /// <exception cref="InvalidDataException">A connection's first request, before the run, had no right answer.</exception>
    public async Task RunSliceAsync()
    {
        if (!_opened)
            await OpenAsync();

        // Outside of the span whose CPU time counts.
        var allocatedBefore = await ReadAllocatedAsync();
        var cpuBefore = Native.CpuTime(target.ProcessId);
        var started = Stopwatch.GetTimestamp();
        var deadline = started + (long)(shape.Duration.TotalSeconds / shape.Slices * Stopwatch.Frequency);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(shape.Duration + shape.Ramp + Patience);
        var token = limit.Token;
        await Task.WhenAll(_turns.Select((_, client) => Task.Run(() => RunClientAsync(client, deadline, token), stop)));
        _elapsed += Stopwatch.GetElapsedTime(started);
        if (afterwork > TimeSpan.Zero)
            await Task.Delay(afterwork, stop);
        _cpuTime += Native.CpuTime(target.ProcessId) - cpuBefore;
        _allocated += await ReadAllocatedAsync() - allocatedBefore;
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        foreach (var connection in _connections)
            connection?.Dispose();
    }

    private async Task<double> ReadAllocatedAsync() =>
        readAllocations ? (await GatewayMetrics.ReadAsync(target.EndPoint, stop)).AllocatedBytes : double.NaN;

    private async Task OpenAsync()
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = ConnectedAtOnce, CancellationToken = stop };
        await Parallel.ForAsync(0, _connections.Length, options, async (client, token) =>
        {
            _connections[client] = new HttpConnection(target.EndPoint);
            await _connections[client].ConnectAsync(token);
            await JsonExchange.Chat.RunAsync(_connections[client], new Tally(), token);
        });
        _opened = true;
    }

    private async Task RunClientAsync(int client, long deadline, CancellationToken limit)
    {
        if (shape.Ramp > TimeSpan.Zero)
            await Task.Delay(shape.Ramp * client / shape.Connections, stop);

        var failuresInARow = 0;
        do
        {
            var exchange = shape.Exchanges[_turns[client]++ % shape.Exchanges.Count];
            failuresInARow = await TryAsync(exchange, client, limit) ? 0 : failuresInARow + 1;
        }
        while (Stopwatch.GetTimestamp() < deadline && failuresInARow < MostFailuresInARow);
    }

    private async Task<bool> TryAsync(Exchange exchange, int client, CancellationToken limit)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var reusable = await exchange.RunAsync(_connections[client], _tally, limit);
            _tally.Succeeded((long)Stopwatch.GetElapsedTime(started).TotalNanoseconds);
            if (!reusable)
                await ReconnectAsync(client);
            return true;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            _tally.Failed($"An exchange had not ended {Patience.TotalSeconds} s after the run should have.");
        }
        catch (Exception failure) when (failure is SocketException or IOException or InvalidDataException)
        {
            _tally.Failed(failure.Message);
            await ReconnectAsync(client);
        }

        return false;
    }

    private async Task ReconnectAsync(int client)
    {
        _connections[client].Dispose();
        _connections[client] = new HttpConnection(target.EndPoint);
        try
        {
            await _connections[client].ConnectAsync(stop);
        }
        catch (SocketException failure)
        {
            _tally.Failed(failure.Message);
        }
    }
}
