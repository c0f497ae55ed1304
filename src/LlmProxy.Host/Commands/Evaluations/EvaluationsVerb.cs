using LlmProxy.Host.Commands.Evaluations.Replaying;

namespace LlmProxy.Host.Commands.Evaluations;

/// <summary><c>evaluations</c>: exports recorded requests, and sends them again.</summary>
internal static class EvaluationsVerb
{
    private const string Usage = """
        Usage: evaluations export [--folder data/evaluations] [--out FILE]         the recorded requests as JSON Lines, each with its feedback
               [--prompt NAME[@VERSION]] [--version V] [--from TIME] [--to TIME] [--limit N]
               evaluations replay FILE --prompt NAME@VERSION | --model MODEL       sends the requests of FILE again and compares the answers
               [--url http://localhost:8080] [--key-env LLMPROXY_KEY] [--parallel 4] [--limit N] [--out FILE]
        replay needs recorded content; the key is that of the environment variable which --key-env names.
        """;

    /// <summary>Runs the command in this process's environment.</summary>
    /// <returns>The exit code: 0 well, 1 it failed or all requests did, 2 the command is not understood.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        // The first Ctrl+C ends the work, and what was done by then is told; the second one ends the program.
        Console.CancelKeyPress += (_, signal) => signal.Cancel = TryCancel(stop);
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddEnvironmentVariables("ASPNETCORE_").Build();
        return await RunAsync(arguments, configuration, Console.Out, Console.Error, stop.Token);
    }

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What follows the command's name.</param>
    /// <param name="configuration">The environment.</param>
    /// <param name="output">Takes the result.</param>
    /// <param name="progress">Takes what is told meanwhile, and what is wrong.</param>
    /// <param name="cancellationToken">Ends the work; what was done is told.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string[] arguments, IConfiguration configuration, TextWriter output, TextWriter progress, CancellationToken cancellationToken = default)
    {
        string? problem = "Say 'evaluations export' or 'evaluations replay FILE'.";
        try
        {
            if (arguments is ["export", .. var wanted] && ExportCommand.Parse(wanted, out problem) is { } export)
                return await export.RunAsync(output, progress, cancellationToken);
            if (arguments is ["replay", .. var said] && ReplayCommand.Parse(said, out problem) is { } replay)
                return await new Replay(replay, configuration, output, progress).RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or UriFormatException or OperationCanceledException)
        {
            await progress.WriteLineAsync($"Failed: {e.Message}");
            return 1;
        }

        await progress.WriteLineAsync($"{problem}{Environment.NewLine}{Usage}");
        return 2;
    }

    private static bool TryCancel(CancellationTokenSource stop)
    {
        var isFirst = !stop.IsCancellationRequested;
        stop.Cancel();
        return isFirst;
    }
}
