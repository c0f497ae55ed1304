using LlmProxy.Core.Errors;
using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Checking;
using LlmProxy.Host.Startup;
using LlmProxy.Host.Tenancy;

namespace LlmProxy.Host.Guardrails;

/// <summary>Answers <c>POST /v1/guardrails/check</c>: what guards would make of a text.</summary>
internal static class GuardCheckEndpoint
{
    /// <summary>Runs the guards and writes what each says; 400 where the question is wrong.</summary>
    public static async Task InvokeAsync(HttpContext context)
    {
        try
        {
            var request = AdminJson.Read<GuardCheckRequest>(await AdminJson.ReadAsync(context));
            var direction = Direction(request);
            var chunks = Chunks(request);
            var trial = context.RequestServices.GetRequiredService<GuardTrial>();
            var guards = Guards(trial, request, direction);
            var result = await trial.RunAsync(guards, direction, chunks, context.RequestAborted);
            await AdminJson.WriteAsync(context, GuardCheckView.Of(result, direction));
        }
        catch (LlmException e)
        {
            await ErrorAnswer.WriteAsync(context, e.Error);
        }
    }

    private static IReadOnlyList<Guard> Guards(GuardTrial trial, GuardCheckRequest request, GuardDirection direction)
    {
        if (request.Guardrails is not { Count: > 0 } names)
            throw Invalid("Name the guardrails to try in 'guardrails'.", "guardrails");
        return trial.Find(names, direction, out var unknown)
            ?? throw Invalid($"'{(unknown!.Length > 64 ? unknown[..64] : unknown)}' is no guardrail for {(direction == GuardDirection.Input ? "requests" : "answers")}; there are {string.Join(", ", trial.Names(direction))}.", "guardrails");
    }

    private static GuardDirection Direction(GuardCheckRequest request) => request.Direction switch
    {
        null or "input" => GuardDirection.Input,
        "output" => GuardDirection.Output,
        _ => throw Invalid("'direction' must be 'input' or 'output'.", "direction"),
    };

    private static List<string> Chunks(GuardCheckRequest request) => (request.Text, request.Chunks) switch
    {
        ({ } text, null) => [text],
        (null, { Count: > 0 } chunks) => chunks,
        _ => throw Invalid("Give either 'text' or 'chunks'.", "text"),
    };

    private static LlmException Invalid(string message, string field) =>
        new(new LlmError(400, LlmErrorTypes.InvalidRequest, message, "invalid_value", field) { ShouldRetry = false });
}
