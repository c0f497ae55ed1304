using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Host.Startup;
using LlmProxy.Host.Tenancy;
using LlmProxy.Prompts.Experiments.Gates;

namespace LlmProxy.Host.Prompts.Experiments;

/// <summary>Answers <c>POST /v1/experiments/{name}/resume</c>: a variant that was stopped gets its callers again, and is judged anew.</summary>
internal static class ResumeEndpoint
{
    private const int MaxAuthor = 128;
    private const int MaxReason = 1_000;

    /// <summary>Writes the experiment; 404 where there is none of the name or no such variant, 409 where it is not stopped.</summary>
    public static async Task InvokeAsync(HttpContext context)
    {
        try
        {
            Resume(context, AdminJson.Read<ResumeRequest>(await AdminJson.ReadAsync(context)));
            await ExperimentsEndpoint.ShowAsync(context);
        }
        catch (LlmException e)
        {
            await ErrorAnswer.WriteAsync(context, e.Error);
        }
    }

    private static void Resume(HttpContext context, ResumeRequest request)
    {
        var experiments = context.RequestServices.GetRequiredService<LlmConfigState>().Current.Proxy.Experiments;
        if (experiments.Find((string)context.Request.RouteValues["name"]!) is not { } experiment)
            throw Error(404, LlmErrorTypes.NotFound, "There is no experiment of this name.", "experiment_not_found");
        if (request.Variant is not { } name)
            throw Error(400, LlmErrorTypes.InvalidRequest, "'variant' must name a variant of the experiment.", "invalid_value");
        if (request.Author?.Length > MaxAuthor || request.Reason?.Length > MaxReason)
            throw Error(400, LlmErrorTypes.InvalidRequest, $"'author' must be at most {MaxAuthor} characters, 'reason' {MaxReason}.", "invalid_value");
        if (experiment.Find(name) is not { } variant)
            throw Error(404, LlmErrorTypes.NotFound, "The experiment has no variant of this name.", "variant_not_found");
        if (!context.RequestServices.GetRequiredService<VariantWatch>().Resume(experiment, variant, request.Author, request.Reason))
            throw Error(409, LlmErrorTypes.InvalidRequest, "The variant is not stopped.", "variant_not_stopped");
    }

    private static LlmException Error(int status, string type, string message, string code) => new(new LlmError(status, type, message, code) { ShouldRetry = false });
}
