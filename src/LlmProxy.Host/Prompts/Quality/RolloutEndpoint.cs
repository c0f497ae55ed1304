using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Prompts;
using LlmProxy.Host.Startup;
using LlmProxy.Host.Tenancy;
using LlmProxy.Prompts.Quality;
using LlmProxy.Prompts.Rollouts;

namespace LlmProxy.Host.Prompts.Quality;

/// <summary>Answers <c>/v1/prompts/{name}/rollout</c>: begins, shows and ends the rollout of a version.</summary>
internal static class RolloutEndpoint
{
    private const int MaxAuthor = 128;
    private const int MaxReason = 1_000;
    private const int MaxRequests = 1_000_000;

    /// <summary>Begins it, in the place of another.</summary>
    public static Task StartAsync(HttpContext context) => AnswerAsync(context, async (watch, name) =>
    {
        var request = AdminJson.Read<RolloutRequest>(await AdminJson.ReadAsync(context));
        if (request.Version is not { } version || !PromptId.IsVersion(version))
            throw Invalid("version", "must name a version of the prompt");
        Check("author", request.Author, MaxAuthor);
        Check("reason", request.Reason, MaxReason);
        await watch.StartAsync(new(name, version), Plan(context, name, request), request.Author, request.Reason, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await ShowAsync(context, watch, name);
    });

    /// <summary>Shows it; 404 where there is none.</summary>
    public static Task ShowAsync(HttpContext context) => AnswerAsync(context, (watch, name) => ShowAsync(context, watch, name));

    /// <summary>Ends it: all requests get what is live.</summary>
    public static Task StopAsync(HttpContext context) => AnswerAsync(context, async (watch, name) =>
    {
        var reason = context.Request.Query["reason"].ToString();
        Check("reason", reason, MaxReason);
        if (!await watch.StopAsync(name, null, reason.Length > 0 ? reason : "the rollout was stopped", context.RequestAborted))
            throw None();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    private static Task ShowAsync(HttpContext context, PromptWatch watch, string name)
    {
        watch.See(name);
        return TrialView.Of(watch.Of(name)?.Trial, context.RequestServices.GetRequiredService<PromptStats>(), name) is { } trial
            ? AdminJson.WriteAsync(context, trial with { UnderExperiments = Experiments(context, name) })
            : throw None();
    }

    private static List<string>? Experiments(HttpContext context, string name) =>
        context.RequestServices.GetRequiredService<LlmConfigState>().Current.Proxy.Experiments.OfVersions(name).ToList() is { Count: > 0 } experiments ? experiments : null;

    private static RolloutPlan Plan(HttpContext context, string name, RolloutRequest request)
    {
        var options = context.RequestServices.GetRequiredService<LlmConfigState>().Current.Proxy.Prompts;
        var plan = RolloutPlan.Of(options.Rollouts.TryGetValue(name, out var configured) ? configured : null);
        if (request.RequestsPerStep is < 1 or > MaxRequests)
            throw Invalid("requests_per_step", $"must be from 1 to {MaxRequests}");
        if (request.MinStepTime is { } time && (time < TimeSpan.Zero || time > TimeSpan.FromDays(30)))
            throw Invalid("min_step_time", "must be a duration from 00:00:00 to 30.00:00:00");
        var shares = request.Steps is { Count: > 0 } steps
            ? RolloutPlan.SharesOf(steps)
                ?? throw Invalid("steps", $"must be at most {RolloutPlan.MaxSteps} rising numbers from 0.01 to 100, with two decimals at most")
            : plan.Shares;
        return new(shares, request.RequestsPerStep ?? plan.Requests, request.MinStepTime ?? plan.MinTime);
    }

    private static async Task AnswerAsync(HttpContext context, Func<PromptWatch, string, Task> answer)
    {
        try
        {
            await answer(context.RequestServices.GetRequiredService<PromptWatch>(), (string)context.Request.RouteValues["name"]!);
        }
        catch (LlmException e)
        {
            await ErrorAnswer.WriteAsync(context, e.Error);
        }
    }

    private static void Check(string field, string? text, int most)
    {
        if (text?.Length > most)
            throw Invalid(field, $"must be at most {most} characters");
    }

    private static LlmException None() =>
        new(new(404, LlmErrorTypes.NotFound, "No version of this prompt is being rolled out or judged.", "rollout_not_found") { ShouldRetry = false });

    private static LlmException Invalid(string field, string problem) =>
        new(new(400, LlmErrorTypes.InvalidRequest, $"'{field}' {problem}.", "invalid_value", field) { ShouldRetry = false });
}
