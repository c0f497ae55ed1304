using System.Text.Json.Nodes;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.FunctionalTests.Tenancy;
using LlmProxy.Prompts.Quality;
using LlmProxy.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmProxy.FunctionalTests.Prompts.Quality;

public class FeedbackTests
{
    [Fact]
    public async Task Feedback_SaidTwice_CountsOnce()
    {
        await using var prompts = await JudgedGateway.StartAsync();
        var id = await prompts.SendAsync(1);

        var first = await SayAsync(prompts, null, $$"""{"request_id":"{{id}}","rating":"up","comment":"fine","tags":["a"]}""");
        var second = await SayAsync(prompts, null, $$"""{"request_id":"{{id}}","rating":2,"verdict":"wrong_answer"}""");

        Assert.Equal(("chat@v1", 5, false), ((string?)first["prompt"], (int)first["rating"]!, (bool)first["replaced"]!));
        Assert.Equal((2, true), ((int)second["rating"]!, (bool)second["replaced"]!));
        var metrics = (await prompts.UntilAsync("/v1/prompts/chat/metrics", static _ => true))["data"]![0]!["metrics"]!;
        Assert.Equal((1, 2.0, 0, 1), ((int)metrics["rating"]!["count"]!, (double)metrics["rating"]!["mean"]!["value"]!, (int)metrics["rating"]!["up"]!, (int)metrics["rating"]!["down"]!));
        Assert.Equal(1, (int)metrics["wrong_answers"]!);
        var kept = Assert.Single(await prompts.Gateway.Services.GetRequiredService<IStateStore>().LoadAsync(StateCollections.Feedback));
        Assert.Equal(id, kept.Key);
    }

    [Fact]
    public async Task Feedback_Listeners_AreToldWithWhatWasBefore()
    {
        var sink = new Told();
        var logs = new LogCollector();
        await using var prompts = await JudgedGateway.StartAsync(configure: builder =>
        {
            builder.Services.AddSingleton<IFeedbackSink>(sink);
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        });
        var id = await prompts.SendAsync(1);

        await SayAsync(prompts, null, $$"""{"request_id":"{{id}}","rating":1,"comment":"a secret opinion"}""");
        await SayAsync(prompts, null, $$"""{"request_id":"{{id}}","comment":"on second thought"}""");

        Assert.Equal([(1, null), (null, 1)], sink.Ratings);
        Assert.DoesNotContain("opinion", logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feedback_OfAnotherTenant_IsNotFound()
    {
        await using var prompts = await JudgedGateway.StartAsync(proxy: KeyedGateway.Keys() + ", \"Access\": { \"AdminKey\": \"the-admin-key-0001\" }");
        var id = await prompts.SendAsync(1, KeyedGateway.A);
        var body = $$"""{"request_id":"{{id}}","rating":4}""";

        using var stranger = await prompts.Gateway.SendAsync("POST", "/v1/feedback", KeyedGateway.B, body);
        using var nobody = await prompts.Gateway.SendAsync("POST", "/v1/feedback", null, body);
        using var wrong = await prompts.Gateway.SendAsync("POST", "/v1/feedback", "no-key-at-all", body);
        using var owner = await prompts.Gateway.SendAsync("POST", "/v1/feedback", KeyedGateway.A, body);
        using var admin = await prompts.Gateway.SendAsync("POST", "/v1/feedback", "the-admin-key-0001", body);

        Assert.Equal((404, "request_not_found"), ((int)stranger.StatusCode, await stranger.CodeAsync()));
        Assert.Equal((401, 401, 200, 200), ((int)nobody.StatusCode, (int)wrong.StatusCode, (int)owner.StatusCode, (int)admin.StatusCode));
        Assert.True((bool)(await admin.JsonAsync())["replaced"]!);
    }

    [Fact]
    public async Task Feedback_RequestWithoutPrompt_IsFoundInTheLedger()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"id":"c1","object":"chat.completion","model":"m","choices":[]}""");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var answer = await gateway.SendAsync("POST", "/v1/chat/completions", null, KeyedGateway.Chat);
        await answer.Content.ReadAsByteArrayAsync();
        var id = answer.Headers.GetValues("x-llmproxy-request-id").Single();

        using var response = await gateway.SendAsync("POST", "/v1/feedback", null, $$"""{"request_id":"{{id}}","verdict":"wrong_answer"}""");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Null((await response.JsonAsync())["prompt"]);
    }

    [Theory]
    [InlineData("""{"rating":5}""", "request_id")]
    [InlineData("""{"request_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV"}""", "rating")]
    [InlineData("""{"request_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","rating":0}""", "rating")]
    [InlineData("""{"request_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","rating":2.5}""", "rating")]
    [InlineData("""{"request_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","rating":true}""", "rating")]
    [InlineData("""{"request_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","rating":{"up":1}}""", "rating")]
    [InlineData("""{"request_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","verdict":"bad"}""", "verdict")]
    [InlineData("""{"request_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","tags":"a"}""", "tags")]
    [InlineData("""{"request_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","tags":[1]}""", "tags")]
    [InlineData("""{"request_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","rating":1,"ratings":1}""", "ratings")]
    [InlineData("""{"request_id":7,"rating":1}""", "request_id")]
    public async Task Feedback_WrongField_IsNamed(string body, string field)
    {
        await using var prompts = await JudgedGateway.StartAsync();

        using var response = await prompts.Gateway.SendAsync("POST", "/v1/feedback", null, body);

        Assert.Equal((400, field), ((int)response.StatusCode, (string?)(await response.JsonAsync())["error"]!["param"]));
    }

    [Theory]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("not-an-id")]
    [InlineData("ZZZZZZZZZZZZZZZZZZZZZZZZZZ")]
    public async Task Feedback_UnknownRequest_IsNotFound(string id)
    {
        await using var prompts = await JudgedGateway.StartAsync();

        using var response = await prompts.Gateway.SendAsync("POST", "/v1/feedback", null, $$"""{"request_id":"{{id}}","rating":1}""");

        Assert.Equal((404, "request_not_found"), ((int)response.StatusCode, await response.CodeAsync()));
    }

    [Fact]
    public async Task Feedback_MoreThanAllowed_IsRefused()
    {
        await using var prompts = await JudgedGateway.StartAsync("\"Feedback\": { \"PerMinute\": 1 }");
        var body = """{"request_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","rating":1}""";

        // A minute may end between two of them, but not twice among three.
        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await prompts.Gateway.SendAsync("POST", "/v1/feedback", null, body);
            statuses.Add((int)response.StatusCode);
            if ((int)response.StatusCode == 429)
                Assert.InRange(int.Parse(response.Headers.GetValues("Retry-After").Single(), System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        }

        Assert.Contains(429, statuses);
    }

    [Fact]
    public async Task Feedback_PageOfADeclaredOrigin_MayCall()
    {
        await using var prompts = await JudgedGateway.StartAsync(proxy: "\"Cors\": { \"Origins\": [ \"https://app.example\" ] }");
        using var asked = new HttpRequestMessage(HttpMethod.Options, "/v1/feedback");
        asked.Headers.Add("Origin", "https://app.example");
        asked.Headers.Add("Access-Control-Request-Method", "POST");

        using var response = await prompts.Gateway.Client.SendAsync(asked);

        Assert.Equal("https://app.example", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task Feedback_PageOfAnotherHost_IsRefusedByAnOpenGateway()
    {
        await using var prompts = await JudgedGateway.StartAsync();
        using var sent = new HttpRequestMessage(HttpMethod.Post, "/v1/feedback") { Content = new StringContent("""{"request_id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","rating":1}""") };
        sent.Headers.Add("Origin", "https://evil.example");

        using var response = await prompts.Gateway.Client.SendAsync(sent);

        Assert.Equal((403, "foreign_page"), ((int)response.StatusCode, await response.CodeAsync()));
    }

    private static async Task<JsonNode> SayAsync(JudgedGateway prompts, string? key, string body)
    {
        using var response = await prompts.Gateway.SendAsync("POST", "/v1/feedback", key, body);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.JsonAsync();
    }

    private sealed class Told : IFeedbackSink
    {
        public List<(int? Now, int? Before)> Ratings { get; } = [];

        public void Note(Feedback feedback, Feedback? before) => Ratings.Add((feedback.Rating, before?.Rating));
    }
}
