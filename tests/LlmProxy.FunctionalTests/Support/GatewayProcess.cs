using System.Diagnostics;

namespace LlmProxy.FunctionalTests.Support;

/// <summary>The gateway as a process of its own, which can be told to stop as a container is.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private const string Listens = "LlmProxy listens on ";

    private readonly Process _process;
    private readonly string _file;
    private readonly string? _ownFolder;

    private GatewayProcess(Process process, string file, string? ownFolder)
    {
        _process = process;
        _file = file;
        _ownFolder = ownFolder;
    }

    /// <summary>A client of it.</summary>
    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="config">Its configuration.</param>
    /// <param name="folder">Where it keeps its records; <c>null</c>: in a folder that goes with it.</param>
    public static async Task<GatewayProcess> StartAsync(string config, string? folder = null)
    {
        var ownFolder = folder is null ? Directory.CreateTempSubdirectory("llmproxy-data-").FullName : null;
        var file = Path.Combine(Path.GetTempPath(), $"llmproxy-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, config);
        var dll = Path.Combine(AppContext.BaseDirectory, "LlmProxy.Host.dll");
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } path && path.EndsWith("dotnet", StringComparison.Ordinal) ? path : "dotnet")
        {
            ArgumentList = { dll, "--config", file, "--urls", "http://127.0.0.1:0", "--LlmProxy:Storage:Path=" + (folder ?? ownFolder) },
            RedirectStandardOutput = true,
        })!;
        var gateway = new GatewayProcess(process, file, ownFolder);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.StartsWith(Listens, StringComparison.Ordinal))
                continue;
            gateway.Client.BaseAddress = new Uri(line[Listens.Length..]);
            // What it says from now on must not fill the pipe.
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return gateway;
        }

        await gateway.DisposeAsync();
        throw new InvalidOperationException("The gateway did not start.");
    }

    /// <summary>Sends SIGTERM.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Sends SIGKILL: it ends where it stands.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for the end of the process.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_file);
        if (_ownFolder is not null)
            Directory.Delete(_ownFolder, recursive: true);
    }
}
