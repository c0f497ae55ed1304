using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LlmProxy.Load.Measure;

namespace LlmProxy.Load.Processes;

/// <summary>A server that was started for the measurement and is stopped after it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // The shell gives way to the server (same process id) once the server's output is led away: .NET can only lead it
    // into a pipe, which somebody would have to read with CPU time that the measured processes need.
    private const string Redirecting = "exec \"$@\" </dev/null >>\"$BENCH_OUTPUT\" 2>>\"$BENCH_ERRORS\"";

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(3);

    private readonly Process _process;

    private ServerProcess(Process process, Target target)
    {
        _process = process;
        Target = target;
    }

    /// <summary>The process as the load generator sees it.</summary>
    public Target Target { get; }

    /// <summary>Whether it is gone.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a server; it may take a while until it answers.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="endPoint">Where its arguments make it listen.</param>
    /// <param name="arguments">A .NET assembly and its arguments.</param>
    /// <param name="output">The file that standard output is appended to.</param>
    /// <param name="errors">The file that standard error is appended to.</param>
    public static ServerProcess Start(string name, IPEndPoint endPoint, IEnumerable<string> arguments, string output, string errors)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Redirecting, "sh", Dotnet(), .. arguments]);
        start.Environment["BENCH_OUTPUT"] = output;
        start.Environment["BENCH_ERRORS"] = errors;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["DOTNET_gcServer"] = "0";
        foreach (var (setting, value) in LogSettings.OneLineEach)
            start.Environment[setting] = value;

        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{name}' could not be started.");
        return new ServerProcess(process, new Target(name, endPoint, process.Id));
    }

    /// <summary>A loopback port that nobody listens on.</summary>
    public static IPEndPoint FreeEndPoint()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }

    /// <summary>Asks the server to stop, waits a little, then ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Native.Stop(_process.Id);
            using var patience = new CancellationTokenSource(StopPatience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }

    private static string Dotnet() =>
        Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet"
            ? path
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
