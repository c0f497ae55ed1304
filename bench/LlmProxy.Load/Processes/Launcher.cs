using System.Globalization;
using System.Net.Sockets;
using LlmProxy.Load.Generator;
using LlmProxy.Load.Http;

namespace LlmProxy.Load.Processes;

/// <summary>Starts the processes of a measurement and waits until they answer. It owns their scratch folder, not them.</summary>
/// <param name="options">What the command line says.</param>
internal sealed class Launcher(LoadOptions options) : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    private readonly string _scratch = Directory.CreateTempSubdirectory("llmproxy-load-").FullName;

    /// <summary>Starts the provider.</summary>
    public Task<ServerProcess> StartProviderAsync(CancellationToken cancellationToken) =>
        StartAsync("provider", Verb("provider"), options.OutputFor("provider"), JsonExchange.Chat, cancellationToken);

    /// <summary>Starts bare YARP before a provider.</summary>
    public Task<ServerProcess> StartYarpAsync(Target provider, string? output, CancellationToken cancellationToken) =>
        StartAsync("bare YARP", Verb("yarp", provider.Address), output ?? options.OutputFor("yarp"), JsonExchange.Chat, cancellationToken);

    /// <summary>Starts the gateway before a provider; with <c>--self-check</c>, a second bare YARP in its place.</summary>
    public async Task<ServerProcess> StartGatewayAsync(Target provider, string? output, CancellationToken cancellationToken)
    {
        if (!options.SelfCheck)
            return await StartGatewayAsync("gateway", GatewayConfiguration.For(provider.Address), output, JsonExchange.Chat, cancellationToken);
        return await StartAsync(
            "bare YARP again", Verb("yarp", provider.Address), output ?? options.OutputFor("gateway"), JsonExchange.Chat, cancellationToken);
    }

    /// <summary>Starts a gateway.</summary>
    /// <param name="name">What reports call it; also names its files.</param>
    /// <param name="configuration">Its configuration as JSON.</param>
    /// <param name="output">The file for its output; null: as the command line says.</param>
    /// <param name="first">The exchange whose right answer shows that it runs.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StartException">It does not answer.</exception>
    public async Task<ServerProcess> StartGatewayAsync(
        string name, string configuration, string? output, Exchange first, CancellationToken cancellationToken)
    {
        var plainName = name.Replace(' ', '-');
        var file = Path.Combine(_scratch, plainName + ".json");
        await File.WriteAllTextAsync(file, configuration, cancellationToken);
        return await StartAsync(
            name,
            // In a folder of its own: each gateway has one alone.
            port => [options.GatewayDll, "--urls", $"http://127.0.0.1:{port}", "--config", file, $"--LlmProxy:Storage:Path={Path.Combine(_scratch, "data-" + port)}"],
            output ?? options.OutputFor(plainName),
            first,
            cancellationToken);
    }

    /// <summary>Removes what was written.</summary>
    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    private static Func<string, string[]> Verb(string verb, params string[] more) =>
        port => [typeof(Launcher).Assembly.Location, verb, port, .. more];

    private async Task<ServerProcess> StartAsync(
        string name, Func<string, string[]> arguments, string output, Exchange first, CancellationToken cancellationToken)
    {
        var endPoint = ServerProcess.FreeEndPoint();
        var errors = Path.Combine(_scratch, $"{name}.{endPoint.Port}.errors");
        var port = endPoint.Port.ToString(CultureInfo.InvariantCulture);
        var server = ServerProcess.Start(name, endPoint, arguments(port), output, errors);
        try
        {
            await WaitAsync(server, first, errors, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static async Task WaitAsync(ServerProcess server, Exchange first, string errors, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartPatience);
        var last = "nothing was tried";
        while (!server.HasExited)
        {
            try
            {
                using var connection = new HttpConnection(server.Target.EndPoint);
                await connection.ConnectAsync(patience.Token);
                await first.RunAsync(connection, new Tally(), patience.Token);
                return;
            }
            catch (Exception failure) when (failure is SocketException or IOException or InvalidDataException)
            {
                last = failure.Message;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new StartException($"'{server.Target.Name}' gave no right answer in {StartPatience.TotalSeconds} s; the last try: {last}");
            }

            await Task.Delay(RetryDelay, cancellationToken);
        }

        var said = File.Exists(errors) ? (await File.ReadAllTextAsync(errors, cancellationToken)).Trim() : "";
        throw new StartException(
            $"'{server.Target.Name}' ended by itself. {(said.Length > 0 ? $"It said: {said}" : "Its output can be seen with --logs DIRECTORY.")}");
    }
}
