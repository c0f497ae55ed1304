using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using LlmProxy.Host.Health;
using LlmProxy.Prompts.Evaluations.Files;

namespace LlmProxy.Host.Commands.Evaluations.Replaying;

/// <summary><c>evaluations replay</c>: sends recorded requests through a running gateway, and compares what is answered.</summary>
internal sealed class Replay(ReplayCommand command, IConfiguration configuration, TextWriter output, TextWriter progress)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private readonly TextWriter _progress = TextWriter.Synchronized(progress);
    private readonly ReplaySummary _summary = new();
    private int _skipped;

    /// <summary>Sends them, and writes the table.</summary>
    /// <returns>The exit code: 1 where nothing was answered.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(command.File))
        {
            await _progress.WriteLineAsync($"There is no file '{command.File}'.");
            return 1;
        }

        using var client = Client();
        await using var results = command.Out is { } path ? new ReplayResults(path) : null;
        try
        {
            await Parallel.ForEachAsync(
                RequestsAsync(cancellationToken), new ParallelOptions { MaxDegreeOfParallelism = command.Parallel, CancellationToken = cancellationToken },
                async (recorded, cancellation) => await ReplayAsync(client, recorded, results, cancellation));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await _progress.WriteLineAsync("Stopped; this is what was done.");
        }

        _summary.Write(output, command.Target, _skipped);
        return _summary.HaveAllFailed ? 1 : 0;
    }

    private HttpClient Client()
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(command.Url ?? HealthVerb.DefaultUrl(configuration)),
            Timeout = Timeout,
            MaxResponseContentBufferSize = 64 * 1024 * 1024,
        };
        if (configuration[command.KeyVariable] is { Length: > 0 } key)
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    private async IAsyncEnumerable<RecordedRequest> RequestsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var given = 0L;
        await foreach (var line in new EvaluationReader([command.File]).ReadAsync(new EvaluationQuery(), cancellationToken))
        {
            if (RecordedRequest.Read(line) is not { } request)
            {
                _skipped++;
                continue;
            }

            yield return request;
            if (++given == command.Limit)
                yield break;
        }
    }

    private async Task ReplayAsync(HttpClient client, RecordedRequest recorded, ReplayResults? results, CancellationToken cancellationToken)
    {
        var replayed = await SendAsync(client, recorded, cancellationToken);
        double? similarity = recorded.Recorded.Answer is { } before && replayed.Answer is { } after ? TokenOverlap.Of(before, after) : null;
        results?.Add(recorded.RequestId, replayed, similarity);
        var done = _summary.Add(recorded.Recorded, replayed, similarity);
        if (done % (done < 100 ? 10 : 100) == 0)
            await _progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{done} requests …"));
    }

    private async Task<ReplaySide> SendAsync(HttpClient client, RecordedRequest recorded, CancellationToken cancellationToken)
    {
        using var request = ReplayRequest.Create(recorded, command);
        var from = Stopwatch.GetTimestamp();
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return ReplayAnswer.Read(recorded.Path, response, bytes, Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }
        catch (HttpRequestException e)
        {
            return new() { Error = e.HttpRequestError.ToString() };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new() { Error = "timeout" };
        }
    }
}
