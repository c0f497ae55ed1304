using System.Collections.Concurrent;
using System.Text;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Ledger;

/// <summary>Clients that ask a gateway one thing after another, half of them for streams, until it is gone.</summary>
internal sealed class LedgerLoad
{
    private const string Whole = """{"model":"sandbox","messages":[{"role":"user","content":"Say something."}]}""";
    private const string Stream = """{"model":"sandbox","stream":true,"messages":[{"role":"user","content":"Say something."}]}""";

    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GatewayProcess _gateway;
    private readonly int _wanted;
    private readonly Task _clients;

    /// <summary>Begins.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="clients">How many ask at once.</param>
    /// <param name="wanted">After how many whole answers <see cref="Enough"/> ends.</param>
    public LedgerLoad(GatewayProcess gateway, int clients, int wanted)
    {
        _gateway = gateway;
        _wanted = wanted;
        _clients = Task.WhenAll(Enumerable.Range(0, clients).Select(i => Task.Run(() => RunAsync(i % 2 == 0 ? Stream : Whole))));
    }

    /// <summary>The gateway's ids of the requests whose answers came whole, the first to end first.</summary>
    public ConcurrentQueue<string> Complete { get; } = new();

    /// <summary>Ends when enough answers came; fails when the clients have ended before.</summary>
    public async Task Enough()
    {
        Assert.Same(_enough.Task, await Task.WhenAny(_enough.Task, _clients));
    }

    /// <summary>Ends when all clients have noticed that the gateway is gone.</summary>
    public Task EndAsync() => _clients;

    private async Task RunAsync(string request)
    {
        try
        {
            while (true)
            {
                using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
                {
                    Content = new StringContent(request, Encoding.UTF8, "application/json"),
                };
                using var response = await _gateway.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
                var answer = await response.Content.ReadAsStringAsync();
                Assert.True(response.IsSuccessStatusCode, answer);
                var isWhole = ReferenceEquals(request, Whole) ? answer.EndsWith('}') : answer.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal);
                Assert.True(isWhole, answer);
                Complete.Enqueue(response.Headers.GetValues("x-llmproxy-request-id").Single());
                if (Complete.Count >= _wanted)
                    _enough.TrySetResult();
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The gateway is gone.
        }
    }
}
