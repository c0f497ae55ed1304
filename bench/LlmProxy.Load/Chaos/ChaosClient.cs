using System.Diagnostics;
using System.Net.Sockets;
using LlmProxy.Load.Http;
using LlmProxy.Load.Processes;

namespace LlmProxy.Load.Chaos;

/// <summary>One client of the chaos run: a request, its answer to the end, a short pause, and so on.</summary>
/// <param name="gateway">Where it sends.</param>
/// <param name="model">What it asks for.</param>
/// <param name="ledger">Where its requests are known.</param>
/// <param name="targets">The targets, to see whether a port is closed.</param>
/// <param name="tally">Counts what it gets.</param>
/// <param name="random">Decides between streams and plain calls, and how long it pauses; its own.</param>
internal sealed class ChaosClient(
    Target gateway, string model, ChaosLedger ledger, IReadOnlyList<ChaosTarget> targets, ChaosTally tally, Random random) : IDisposable
{
    // Longer than the total time-out of the gateway: who waits longer waits for an end that does not come.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int ShortestPause = 20;

    private const int LongestPause = 60;

    private readonly MemoryStream _body = new();
    private HttpConnection? _connection;
    private int _status;

    /// <summary>Makes requests until the time is up; the last one ends, too.</summary>
    public async Task RunAsync(long deadline, CancellationToken stop)
    {
        while (Stopwatch.GetTimestamp() < deadline)
        {
            await OneAsync(random.Next(2) == 0, stop);
            await Task.Delay(random.Next(ShortestPause, LongestPause), stop);
        }
    }

    /// <summary>Makes one request.</summary>
    public async Task<AnswerVerdict> OneAsync(bool stream, CancellationToken stop)
    {
        var request = ledger.Begin(stream);
        // Nobody sees what a closed port refuses: so whoever might have met it counts.
        if (targets.Any(target => target.Fault == FaultKind.Refuse))
            request.MayMeetClosedPort();
        var started = Stopwatch.GetTimestamp();
        AnswerVerdict verdict;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            var complete = await ExchangeAsync(ChaosMessages.Request(request, model), limit.Token);
            verdict = AnswerCheck.Judge(request.Id, stream, _status, _body.GetBuffer().AsSpan(0, (int)_body.Length), complete);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            Disconnect();
            verdict = AnswerVerdict.Wrong($"no end after {Patience.TotalSeconds} s, status {_status}, {_body.Length} bytes");
        }
        catch (InvalidDataException failure)
        {
            Disconnect();
            verdict = AnswerVerdict.Wrong(failure.Message);
        }

        ledger.End(request);
        tally.Add(request, model, verdict, Stopwatch.GetElapsedTime(started));
        return verdict;
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => Disconnect();

    private async Task<bool> ExchangeAsync(byte[] request, CancellationToken cancellationToken)
    {
        _status = 0;
        _body.SetLength(0);
        try
        {
            await ConnectAsync(cancellationToken);
            await _connection!.SendAsync(request, cancellationToken);
            var head = await _connection.ReadHeadAsync(cancellationToken);
            _status = head.Status;
            while (await _connection.ReadBodyAsync(cancellationToken) is { IsEmpty: false } piece)
                _body.Write(piece.Span);
            if (!head.KeepAlive)
                Disconnect();
            return true;
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            Disconnect();
            return false;
        }
    }

    private async ValueTask ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is not null)
            return;
        _connection = new HttpConnection(gateway.EndPoint);
        await _connection.ConnectAsync(cancellationToken);
    }

    private void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
