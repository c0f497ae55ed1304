using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.WireMock;

/// <summary>A WireMock server on a free loopback port, with the mappings of <c>tests/wiremock</c>; a process of its own.</summary>
public sealed partial class WireMockServer : IAsyncLifetime
{
    /// <summary>The environment variable with the path of WireMock's standalone jar.</summary>
    public const string JarVariable = "LLMPROXY_WIREMOCK_JAR";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly StringBuilder _output = new();
    private Process? _java;
    private Uri? _address;

    /// <summary>The jar, if the tests are to use one.</summary>
    public static string? Jar => Environment.GetEnvironmentVariable(JarVariable) is { Length: > 0 } jar ? jar : null;

    /// <summary>Where it listens.</summary>
    public Uri Address => _address ?? throw new InvalidOperationException($"WireMock was not started: {JarVariable} is not set.");

    /// <summary>Starts a gateway before this server that tries nothing twice and gives nothing up, so that each fault is seen as it is.</summary>
    /// <param name="kind">The provider that it is taken for.</param>
    /// <param name="llm">More members of the cluster's <c>Llm</c> block.</param>
    internal Task<TestGateway> GatewayAsync(string kind = "openai-compatible", string llm = "") =>
        TestGateway.BeforeAsync(
            Address, kind, $"\"Breaker\": {{ \"Enabled\": false }}{(llm.Length > 0 ? ", " + llm : "")}", route: "\"Retry\": { \"MaxAttempts\": 1 }");

    public async Task InitializeAsync()
    {
        if (Jar is not { } jar)
            return;
        string[] arguments =
        [
            "-jar", jar, "--port", "0", "--bind-address", "127.0.0.1", "--disable-banner",
            "--root-dir", Path.Combine(AppContext.BaseDirectory, "wiremock"),
        ];
        _java = Process.Start(new ProcessStartInfo("java", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("Java could not be started.");
        _address = await ReadAddressAsync(_java).WaitAsync(StartLimit);
    }

    public async Task DisposeAsync()
    {
        if (_java is null)
            return;
        if (!_java.HasExited)
            _java.Kill(entireProcessTree: true);
        await _java.WaitForExitAsync();
        _java.Dispose();
    }

    private async Task<Uri> ReadAddressAsync(Process java)
    {
        // Whatever else it says must be read too, lest the pipes fill up.
        java.ErrorDataReceived += (_, line) => Keep(line.Data);
        java.BeginErrorReadLine();
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        java.OutputDataReceived += (_, line) =>
        {
            Keep(line.Data);
            if (line.Data is null)
                address.TrySetException(new InvalidOperationException($"WireMock ended at once. It printed:\n{Output()}"));
            else if (PortLine().Match(line.Data) is { Success: true } match)
                address.TrySetResult(new Uri($"http://127.0.0.1:{int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)}/"));
        };
        java.BeginOutputReadLine();
        return await address.Task;
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            if (_output.Length < 10_000)
                _output.AppendLine(line);
        }
    }

    private string Output()
    {
        lock (_output)
            return _output.ToString();
    }

    [GeneratedRegex(@"^port:\s+(\d+)\s*$")]
    private static partial Regex PortLine();
}
