using LlmProxy.FunctionalTests.Tenancy;
using LlmProxy.Prompts.Catalogue;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Prompts.Quality;

public class RolloutTests
{
    private const string Start = """{"version":"v2","steps":[10,50],"requests_per_step":5,"min_step_time":"00:00:00","author":"ann","reason":"new words"}""";

    [Fact]
    public async Task Rollout_OverTheApi_IsShownAndStopped()
    {
        await using var prompts = await JudgedGateway.StartAsync();

        using var started = await prompts.Gateway.SendAsync("POST", "/v1/prompts/chat/rollout", null, Start);
        var trial = await started.JsonAsync();
        Assert.Equal((201, "v2", "v1", 10m), ((int)started.StatusCode, (string?)trial["version"], (string?)trial["predecessor"], (decimal)trial["percent"]!));
        Assert.Equal("[10,50,100]", trial["steps"]!.ToJsonString());
        Assert.Equal(1_000, prompts.Gateway.Services.GetRequiredService<IPromptCatalogue>().Find("chat")!.CandidateShare);

        using var stopped = await prompts.Gateway.SendAsync("DELETE", "/v1/prompts/chat/rollout", null);
        Assert.Equal(204, (int)stopped.StatusCode);
        using var shown = await prompts.Gateway.SendAsync("GET", "/v1/prompts/chat/rollout", null);
        Assert.Equal("rollout_not_found", await shown.CodeAsync());
        Assert.Null(prompts.Gateway.Services.GetRequiredService<IPromptCatalogue>().Find("chat")!.Candidate);
    }

    [Fact]
    public async Task Rollout_UnderAnExperiment_SaysSo()
    {
        await using var prompts = await JudgedGateway.StartAsync(
            proxy: """ "Experiments": { "words": { "Prompt": "chat", "Variants": { "a": {}, "b": { "Share": 10, "Version": "v2" } } } } """);

        using var started = await prompts.Gateway.SendAsync("POST", "/v1/prompts/chat/rollout", null, Start);

        Assert.Equal("[\"words\"]", (await started.JsonAsync())["under_experiments"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"version":"v9"}""", 404)]
    [InlineData("""{"version":"v1"}""", 409)]
    [InlineData("""{}""", 400)]
    [InlineData("""{"version":"v2","steps":[50,10]}""", 400)]
    [InlineData("""{"version":"v2","steps":[0]}""", 400)]
    [InlineData("""{"version":"v2","requests_per_step":0}""", 400)]
    [InlineData("""{"version":"v2","min_step_time":"-00:00:01"}""", 400)]
    [InlineData("""{"version":"v2","stepps":[1]}""", 400)]
    public async Task Rollout_WrongRequest_IsRefused(string body, int status)
    {
        await using var prompts = await JudgedGateway.StartAsync();

        using var response = await prompts.Gateway.SendAsync("POST", "/v1/prompts/chat/rollout", null, body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Null(prompts.Gateway.Services.GetRequiredService<IPromptCatalogue>().Find("chat")!.Candidate);
    }

    [Fact]
    public async Task Rollout_OfTheConfiguration_BeginsByItselfOnce()
    {
        await using var prompts = await JudgedGateway.StartAsync("\"Rollouts\": { \"chat\": { \"To\": \"v2\", \"Steps\": [ 0.5, 25.25 ] } }");

        var metrics = await prompts.UntilAsync("/v1/prompts/chat/metrics", static json => json["trial"] is not null);
        Assert.Equal((0.5m, "[0.5,25.25,100]"), ((decimal)metrics["trial"]!["percent"]!, metrics["trial"]!["steps"]!.ToJsonString()));
        using var stopped = await prompts.Gateway.SendAsync("DELETE", "/v1/prompts/chat/rollout?reason=wrong", null);
        Assert.Equal(204, (int)stopped.StatusCode);

        await prompts.Gateway.Services.GetRequiredService<LlmProxy.Prompts.Rollouts.PromptWatch>().TickAsync(default);

        Assert.Null(prompts.Gateway.Services.GetRequiredService<IPromptCatalogue>().Find("chat")!.Candidate);
    }
}
