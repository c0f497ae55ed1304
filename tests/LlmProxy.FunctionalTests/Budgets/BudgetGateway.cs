using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Budgets;

/// <summary>A gateway with budgets, before a provider with known prices: <c>gpt-4o</c> costs $2.50 and $10 for a million tokens, <c>mini</c> $0.15 and $0.60, <c>flat</c> nothing and $10.</summary>
internal static class BudgetGateway
{
    public const string Request = """{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}""";

    private const string Prices = """
        "Prices": { "Models": {
          "gpt-4o": { "Input": 2.5, "Output": 10 }, "mini": { "Input": 0.15, "Output": 0.6 }, "flat": { "Input": 0, "Output": 10 }
        } }
        """;

    public static Task<TestGateway> StartAsync(Uri provider, string budgets, LogCollector? log = null, string more = "") => TestGateway.BeforeAsync(
        provider, proxy: $$"""{{Prices}}, "Budgets": { {{budgets}} }{{more}}""", configure: builder => log?.AddTo(builder));

    /// <summary>An answer that has used so many tokens.</summary>
    public static string Answer(int input, int output) =>
        $$$"""{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}}}}""";

    /// <summary>Sends a request and waits until it is settled, which may be after its answer.</summary>
    public static async Task<HttpResponseMessage> AskAsync(this TestGateway gateway, LogCollector log, int number, string json = Request)
    {
        var response = await gateway.PostAsync("/v1/chat/completions", json);
        await response.Content.LoadIntoBufferAsync();
        await log.WaitForAsync("RequestFinished", number);
        return response;
    }
}
