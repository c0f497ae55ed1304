using LlmProxy.FunctionalTests.Support;
using LlmProxy.Sandbox;

namespace LlmProxy.FunctionalTests.Failover.Matrix;

/// <summary>Two sandboxes, and one gateway before them with a route and clusters for every cell of a family.</summary>
public abstract class MatrixHost(string family) : IAsyncLifetime
{
    /// <summary>Between the pieces of a stream: long enough for each to arrive alone, so that what comes after the first comes after the commit.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private SandboxServer? _sandbox;
    private SandboxServer? _slow;
    private TestGateway? _gateway;

    internal MatrixFamily Family { get; } = MatrixFamily.Of(family);

    internal Settled Settled { get; } = new();

    /// <summary>What a cell's providers received, in the order of arrival.</summary>
    internal IEnumerable<SandboxRequest> Requests(Cell cell) => (cell.ComesLate ? _slow! : _sandbox!).Requests.Snapshot()
        .Where(request => request.Headers.GetValueOrDefault("x-sandbox-fault")?.StartsWith($"{cell.Id}-", StringComparison.Ordinal) is true);

    internal HttpClient Gateway => _gateway!.Client;

    /// <summary>Where the sandbox itself is.</summary>
    internal Uri Sandbox => _sandbox!.Address;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { MaxRecordedRequests = 100_000 }, CancellationToken.None);
        _slow = await SandboxServer.StartAsync(new SandboxOptions { MaxRecordedRequests = 100_000, TokenDelay = Pause }, CancellationToken.None);
        _gateway = await TestGateway.StartAsync(Config(), builder => builder.Logging.AddProvider(Settled));
    }

    public async Task DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (_sandbox is not null)
            await _sandbox.DisposeAsync();
        if (_slow is not null)
            await _slow.DisposeAsync();
    }

    /// <summary>The cells of one line.</summary>
    internal static IEnumerable<Cell> Cells(IReadOnlyList<FaultRow> rows, string fault, bool stream)
    {
        var index = rows.Index().First(row => row.Item.Fault == fault).Index;
        return Enum.GetValues<Position>().Select(position => new Cell($"{(stream ? "s" : "p")}{index}-{position}", rows[index], position));
    }

    private string Config()
    {
        var cells = Family.Plain.SelectMany(row => Cells(Family.Plain, row.Fault, stream: false));
        if (Family.Streams)
            cells = cells.Concat(Family.Stream.SelectMany(row => Cells(Family.Stream, row.Fault, stream: true)));
        var all = cells.ToList();
        return $$"""
            {
              "ReverseProxy": {
                "Routes": {
                  {{string.Join(",\n", all.Select(Route))}}
                },
                "Clusters": {
                  {{string.Join(",\n", all.SelectMany(Clusters))}}
                }
              }
            }
            """;
    }

    private static string Route(Cell cell) => $$"""
        "{{cell.Id}}": {
          "ClusterId": "{{cell.Id}}-a",
          "Match": { "Path": "/{{cell.Id}}/v1/{**rest}" },
          "Llm": {
            "Clusters": [ {{string.Join(", ", cell.Models.Select(model => $"\"{cell.Id}-{model}\""))}} ],
            "Fallbacks": { "a": [ {{string.Join(", ", cell.Models.Skip(1).Select(model => $"\"{model}\""))}} ] },
            "Retry": { "MaxAttempts": {{cell.MaxAttempts}}, "BaseDelay": "00:00:00.001", "MaxDelay": "00:00:00.002" },
            "Timeouts": { {{cell.Row.Timeouts}} }
          }
        }
        """;

    private IEnumerable<string> Clusters(Cell cell) => cell.Models.Select(model => $$"""
        "{{cell.Id}}-{{model}}": {
          "Destinations": { "d": { "Address": "{{(cell.ComesLate ? _slow! : _sandbox!).Address}}" } },
          "Llm": {
            {{Family.Llm}}, "Models": [ "{{model}}" ], "Headers": { "x-sandbox-fault": "{{cell.Header(model)}}" },
            "Breaker": { "ConsecutiveFailures": {{cell.FailuresToOpen}}, "OpenFor": "01:00:00", "MaxOpenFor": "01:00:00" }
          }
        }
        """);
}
