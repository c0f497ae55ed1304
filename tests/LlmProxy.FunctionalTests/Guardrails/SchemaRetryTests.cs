using System.Text.Json;
using LlmProxy.FunctionalTests.Failover;
using LlmProxy.FunctionalTests.Guardrails.Matrix;
using LlmProxy.FunctionalTests.Support;
using static LlmProxy.FunctionalTests.Guardrails.SchemaRetryGateway;

namespace LlmProxy.FunctionalTests.Guardrails;

/// <summary>A model is asked once more for an answer that does not keep its schema. $2.50 and $10 per million tokens; uncounted prompts have 50, and each byte of an answer is a token.</summary>
public sealed class SchemaRetryTests
{
    private const string Once = """, "Retry": { "MaxAttempts": 1 } """;
    private const string Hedged = """, "Hedge": { "Enabled": true } """;
    private const string Early = """, "KeepAlive": { "Early": true, "Interval": "00:00:00.100" } """;

    // The client's protocol, the provider's, and whether it is a stream.
    public static TheoryData<string, string, bool> Protocols
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var stream in new[] { false, true })
            {
                data.Add("chat/completions", "chat/completions", stream);
                data.Add("responses", "responses", stream);
                data.Add("messages", "messages", stream);
                data.Add("chat/completions", "messages", stream);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Retry_SecondAnswerKeepsTheSchema_IsAllThatTheClientGets(string client, string provider, bool stream)
    {
        var wire = Of(client);
        await using var gateway = await SchemaRetryGateway.StartAsync(Of(provider), (_, number) => number == 1 ? Bad : Good);

        var (text, reason, response) = await gateway.AskAsync(wire, stream);

        Assert.Equal((Good, wire.Ended), (text, reason));
        Assert.Equal(2, gateway.Provider.Requests.Count);
        AssertGoesOn(gateway.Provider.Requests.First(), gateway.Provider.Last);
        var record = await gateway.RecordAsync();
        Assert.Equal((2, 2, "completed"), (record.Attempts, record.Charges.Count, record.Outcome));
        Assert.Equal(record.Charges.Sum(charge => charge.Cost), record.Cost);
        Assert.True(record.Charges.All(charge => charge.Cost > 0));
        AssertSays("retried;schema_mismatch=1", record.Guardrails);
        if (stream)
            return;
        Assert.Equal("2", response.Headers.GetValues("x-llmproxy-attempts").Single());
        AssertSays("retried;schema_mismatch=1", response.Headers.GetValues("x-llmproxy-guardrails").Single());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Retry_SecondAnswerIsNoBetter_IsBlocked(string client, string provider, bool stream)
    {
        var wire = Of(client);
        await using var gateway = await SchemaRetryGateway.StartAsync(Of(provider), (_, _) => Bad);

        var (text, reason, _) = await gateway.AskAsync(wire, stream);

        Assert.Equal($"The answer does not keep its JSON schema at {Place}.", text);
        Assert.Equal(wire.Blocked, reason);
        Assert.Equal(2, gateway.Provider.Requests.Count);
        var record = await gateway.RecordAsync();
        Assert.Equal((2, 2), (record.Attempts, record.Charges.Count));
        AssertSays("blocked;schema_mismatch=2", record.Guardrails);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Retry_SecondCallFails_FirstAnswerIsBlocked(string client, string provider, bool stream)
    {
        var wire = Of(client);
        await using var gateway = await SchemaRetryGateway.StartAsync(Of(provider), (_, number) => number == 1 ? Bad : null, route: Once);

        var (text, reason, _) = await gateway.AskAsync(wire, stream);

        Assert.Equal(($"The answer does not keep its JSON schema at {Place}.", wire.Blocked), (text, reason));
        Assert.Equal(2, gateway.Provider.Requests.Count);
        // An error's status is not billed.
        var record = await gateway.RecordAsync();
        Assert.Equal((2, 1), (record.Attempts, record.Charges.Count));
        AssertSays("blocked;schema_mismatch=1", record.Guardrails);
    }

    [Fact]
    public async Task Retry_WholeAnswers_AreChargedToTheCent()
    {
        await using var gateway = await SchemaRetryGateway.StartAsync(new ChatWire(), (_, number) => number == 1 ? Bad : Good);

        var (_, _, response) = await gateway.AskAsync(new ChatWire(), stream: false);

        // Twice (1 * 2.50 + 1 * 10) / 1,000,000.
        Assert.Equal(0.000025m, (await gateway.RecordAsync()).Cost);
        Assert.Equal("0.000025", response.Headers.GetValues("x-llmproxy-cost-usd").Single());
    }

    [Fact]
    public async Task Retry_StreamsWithoutUsage_AreCounted()
    {
        await using var gateway = await SchemaRetryGateway.StartAsync(new ChatWire(), (_, number) => number == 1 ? Bad : Good);

        await gateway.AskAsync(new ChatWire(), stream: true);

        // (50 * 2.50 + 15 * 10) / 1,000,000 and (50 * 2.50 + 9 * 10) / 1,000,000 = (275 + 215) / 1,000,000.
        var record = await gateway.RecordAsync();
        Assert.Equal((0.00049m, true), (record.Cost, record.IsEstimated));
    }

    [Fact]
    public async Task Retry_CallerWantsTheCostInTheStream_ItIsThatOfBoth()
    {
        await using var gateway = await SchemaRetryGateway.StartAsync(new MessagesWire(), (_, number) => number == 1 ? Bad : Good);

        var response = await gateway.Gateway.PostAsync("/v1/chat/completions", Request(new ChatWire(), stream: true), ("x-llmproxy-include-cost", "true"));

        // Twice (1 * 2.50 + 1 * 10) / 1,000,000.
        Assert.Contains("\"llmproxy\":{\"cost_usd\":0.000025}", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0.000025m, (await gateway.RecordAsync()).Cost);
    }

    [Theory]
    [InlineData(Good, "retried;schema_mismatch=1")]
    [InlineData(Bad, "retried;schema_mismatch=2")]
    [InlineData(null, "flagged;schema_mismatch=1")]
    public async Task Retry_Flag_PassesTheLastAnswerThatCame(string? second, string verdict)
    {
        await using var gateway = await SchemaRetryGateway.StartAsync(new ChatWire(), (_, number) => number == 1 ? Bad : second, "\"Retry\": true, \"Action\": \"Flag\"", Once);

        var (text, reason, _) = await gateway.AskAsync(new ChatWire(), stream: true);

        Assert.Equal((second ?? Bad, "stop"), (text, reason));
        AssertSays(verdict, (await gateway.RecordAsync()).Guardrails);
    }

    [Fact]
    public async Task Retry_SecondAnswerIsCutOff_FirstIsBlocked()
    {
        var number = 0;
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            var stream = new ChatWire().Stream([Bad]);
            if (Interlocked.Increment(ref number) == 1)
            {
                await context.Response.WriteAsync(stream);
                return;
            }

            await context.Response.WriteAsync(stream[..stream.IndexOf("data: {", 10, StringComparison.Ordinal)]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, proxy: """ "Guardrails": { "json-schema": { "Retry": true } } """, route: """ "Guardrails": { "Output": [ "json-schema" ] }, "Retry": { "MaxAttempts": 1 } """);

        var response = await gateway.PostAsync("/v1/chat/completions", Request(new ChatWire(), stream: true));

        Assert.Equal(($"The answer does not keep its JSON schema at {Place}.", "content_filter"), new ChatWire().Read(await response.Content.ReadAsStringAsync(), stream: true));
        Assert.Equal(2, number);
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Theory]
    [InlineData(Hedged, false)]
    [InlineData(Hedged, true)]
    [InlineData(Early, true)]
    public async Task Retry_DetachedRoute_IsTheSame(string route, bool stream)
    {
        await using var gateway = await SchemaRetryGateway.StartAsync(new ChatWire(), (_, number) => number == 1 ? Bad : Good, route: route);

        Assert.Equal(Good, (await gateway.AskAsync(new ChatWire(), stream)).Text);

        var record = await gateway.RecordAsync();
        Assert.Equal((2, 2, "completed"), (record.Attempts, record.Charges.Count, record.Outcome));
    }

    [Fact]
    public async Task Retry_SecondCallFailsOver_IsTriedAgain()
    {
        await using var gateway = await SchemaRetryGateway.StartAsync(
            new ChatWire(), (_, number) => number switch { 1 => Bad, 2 => null, _ => Good }, route: """, "Retry": { "BaseDelay": "00:00:00", "MaxDelay": "00:00:00" } """);

        Assert.Equal(Good, (await gateway.AskAsync(new ChatWire(), stream: false)).Text);

        var record = await gateway.RecordAsync();
        Assert.Equal((3, 2), (record.Attempts, record.Charges.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retry_MostAttemptsOfTheRequestAreUsed_SecondCallIsMadeOnce(bool stream)
    {
        await using var gateway = await SchemaRetryGateway.StartAsync(
            new ChatWire(), (_, number) => number == 1 ? Bad : null, route: """, "Retry": { "MaxAttempts": 1, "MaxTotal": 1 } """);

        await gateway.AskAsync(new ChatWire(), stream);

        Assert.Equal(2, gateway.Provider.Requests.Count);
    }

    [Theory]
    [InlineData("\"Retry\": false", Bad, "")]
    [InlineData("\"Retry\": true, \"Action\": \"Shadow\"", Bad, "")]
    [InlineData("\"Retry\": true", "{\"age\":7,}", "")]
    [InlineData("\"Retry\": true", Good, "")]
    [InlineData("\"Retry\": true", Bad, "\"n\":2,")]
    public async Task Retry_WhereItIsNotWanted_ModelIsAskedOnce(string guard, string answer, string more)
    {
        await using var gateway = await SchemaRetryGateway.StartAsync(new ChatWire(), (_, _) => answer, guard);

        await gateway.AskAsync(new ChatWire(), stream: false, more: more);

        Assert.Single(gateway.Provider.Requests);
        Assert.Equal(1, (await gateway.RecordAsync()).Attempts);
    }

    [Theory]
    [InlineData(99, 1)]
    [InlineData(100, 2)]
    public async Task Retry_LimitOfTokens_MustHaveRoomForBoth(int tokens, int expected)
    {
        // Each call asks for the 50 tokens that every prompt has here.
        await using var gateway = await SchemaRetryGateway.StartAsync(
            new ChatWire(), (_, number) => number == 1 ? Bad : Good, route: $$""", "Limits": { "TokensPerMinute": {{tokens}} } """);

        await gateway.AskAsync(new ChatWire(), stream: false);

        Assert.Equal(expected, gateway.Provider.Requests.Count);
        await gateway.RecordAsync();
        // Nothing is held any more.
        Assert.Equal(0, gateway.Gateway.Services.GetRequiredService<LlmProxy.Limits.LimitGate>().Held);
    }

    [Fact]
    public async Task Retry_LimitOfTokensAndVariantWithABound_AsksForThatOfBoth()
    {
        // Each call asks for its prompt, of some hundred tokens, and the 20 of the variant: not for the 4,096 of a request that states none.
        var number = 0;
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(new ChatWire().Whole(Interlocked.Increment(ref number) == 1 ? Bad : Good));
        });
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address,
            proxy: """ "Guardrails": { "json-schema": { "Retry": true } }, "Tokens": { "DefaultOutputReserve": 4096 }, "Experiments": { "size": { "Variants": { "now": {}, "small": { "Share": 100, "MaxTokens": 20 } } } } """,
            route: """ "Guardrails": { "Output": [ "json-schema" ] }, "Limits": { "TokensPerMinute": 2000 } """);

        var response = await gateway.PostAsync("/v1/chat/completions", Request(new ChatWire(), stream: false), ("x-llmproxy-user", "alice"));

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal(2, number);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retry_MaskedValue_IsNeverSentAndComesBack(bool stream)
    {
        await using var gateway = await SchemaRetryGateway.StartAsync(
            new ChatWire(), (_, number) => number == 1 ? "I am <EMAIL_1>." : """{"age":7,"mail":"<EMAIL_1>"}""",
            guards: """, "pii": { "Action": "Mask" } """);

        var (text, _, _) = await gateway.AskAsync(new ChatWire(), stream, "I am ann@whale-mail.com, seven years.");

        Assert.Equal("""{"age":7,"mail":"ann@whale-mail.com"}""", text);
        Assert.Equal(2, gateway.Provider.Requests.Count);
        Assert.DoesNotContain(gateway.Provider.Requests, request => request.Text.Contains("whale-mail", StringComparison.Ordinal));
        await gateway.RecordAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData(Hedged)]
    public async Task Retry_ClientLeavesDuringTheSecondCall_CallEndsAndBothAreBooked(string route)
    {
        var isAsked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isOver = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await SchemaRetryGateway.StartAsync(new ChatWire(), (_, number) =>
        {
            if (number == 1)
                return Task.FromResult<string?>(Bad);
            isAsked.TrySetResult();
            return isOver.Task;
        }, route: route);
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(Request(new ChatWire(), stream: false), System.Text.Encoding.UTF8, "application/json"),
        };
        var asking = gateway.Gateway.Client.SendAsync(request, leaving.Token);

        await isAsked.Task;
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        var record = await gateway.RecordAsync();
        isOver.SetResult(null);
        Assert.Equal((2, 2, "client_gone"), (record.Attempts, record.Charges.Count, record.Outcome));
    }

    [Fact]
    public async Task Retry_ManyAtOnce_EachGetsItsOwnAnswer()
    {
        await using var gateway = await SchemaRetryGateway.StartAsync(new ChatWire(), (request, _) =>
        {
            using var body = JsonDocument.Parse(request.Body);
            var messages = body.RootElement.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()!).ToList();
            return messages.Count == 1 ? Bad : $$"""{"age":{{messages[0]}}}""";
        });

        var answers = await Task.WhenAll(Enumerable.Range(1, 24).Select(i => gateway.AskAsync(new ChatWire(), i % 2 == 0, i.ToString(System.Globalization.CultureInfo.InvariantCulture))));

        Assert.Equal(Enumerable.Range(1, 24).Select(i => $$"""{"age":{{i}}}"""), answers.Select(answer => answer.Text));
        var records = await gateway.RecordsAsync(24);
        Assert.Equal(24, records.Count);
        Assert.All(records, record => Assert.Equal((2, 2), (record.Attempts, record.Charges.Count)));
    }

    [Theory]
    [InlineData("Batched")]
    [InlineData("Strict")]
    public async Task Retry_StreamWhoseSecondAnswerIsLate_GetsCommentsAndThenTheAnswer(string durability)
    {
        using var file = new Ledger.LedgerFile();
        var isAsked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isSeen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var number = 0;
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            var isFirst = Interlocked.Increment(ref number) == 1;
            if (!isFirst)
            {
                isAsked.TrySetResult();
                await isSeen.Task;
            }

            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(new ChatWire().Stream([isFirst ? Bad : Good]));
        });
        await using var gateway = await TestGateway.StartAsync(
            TestGateway.Config(
                provider.Address, proxy: """ "Guardrails": { "json-schema": { "Retry": true } } """,
                route: """ "Guardrails": { "Output": [ "json-schema" ] }, "KeepAlive": { "Interval": "00:00:00.100" } """),
            null, "--LlmProxy:Storage:Kind=Sqlite", file.Setting, $"--LlmProxy:Ledger:Durability={durability}");

        var response = await gateway.PostAsync("/v1/chat/completions", Request(new ChatWire(), stream: true));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await isAsked.Task;
        Assert.Equal(": keep-alive", await reader.ReadLineAsync());
        isSeen.SetResult();

        Assert.Equal((Good, "stop"), new ChatWire().Read(await reader.ReadToEndAsync(), stream: true));
        if (durability == "Strict")
            Assert.Equal(["2"], file.Query("SELECT attempts FROM ledger"));
    }

    /// <summary>Everything of the first request is in the second, and behind its conversation stands what was said and what is wrong with it.</summary>
    private static void AssertGoesOn(ReceivedRequest first, ReceivedRequest second)
    {
        using var before = JsonDocument.Parse(first.Body);
        using var after = JsonDocument.Parse(second.Body);
        var name = before.RootElement.TryGetProperty("messages", out _) ? "messages" : "input";
        Assert.Equal(
            before.RootElement.EnumerateObject().Where(member => member.Name != name).Select(member => member.Value.GetRawText()),
            after.RootElement.EnumerateObject().Where(member => member.Name != name).Select(member => member.Value.GetRawText()));
        var turns = after.RootElement.GetProperty(name).EnumerateArray().ToList();
        Assert.Equal(["user", "assistant", "user"], turns.Select(turn => turn.GetProperty("role").GetString()));
        Assert.Equal("How old?", Words(turns[0]));
        Assert.Equal(Bad, Words(turns[1]));
        Assert.StartsWith($"Your answer does not keep its JSON schema at {Place}.", Words(turns[2]), StringComparison.Ordinal);
    }

    /// <summary>What the guard did and found; behind that stands how much it saw, and where.</summary>
    private static void AssertSays(string expected, string? verdicts) => Assert.StartsWith($"out:json-schema={expected};chars=", verdicts, StringComparison.Ordinal);

    private static string Words(JsonElement turn) => turn.GetProperty("content") is { ValueKind: JsonValueKind.Array } parts
        ? string.Concat(parts.EnumerateArray().Select(part => part.GetProperty("text").GetString()))
        : turn.GetProperty("content").GetString()!;

    private static Wire Of(string path) => Wire.All.Single(wire => wire.Path == path);
}
