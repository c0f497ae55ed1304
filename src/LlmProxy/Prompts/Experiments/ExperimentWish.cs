using LlmProxy.Core.Errors;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Headers;

namespace LlmProxy.Prompts.Experiments;

/// <summary>Reads <see cref="LlmHeaderNames.Experiment"/> on a request, by which a tester chooses variants.</summary>
internal static class ExperimentWish
{
    private const int MaxLength = 1024;

    /// <summary>What the request asks for, if it may; <c>null</c>: nothing.</summary>
    /// <exception cref="LlmException">
    /// 403: the caller is no tester of it, or there is no such experiment, which only testers are told apart; 400: it has no such variant, or this is
    /// no list of <c>name=variant</c>. A test that runs against something else than it names would be worse.
    /// </exception>
    public static IReadOnlyList<Assignment>? Of(LlmExchange exchange, ExperimentSet experiments)
    {
        if (!exchange.Context.Request.Headers.TryGetValue(LlmHeaderNames.Experiment, out var values))
            return null;
        var text = values.ToString();
        if (text.Length > MaxLength)
            throw Invalid();
        var wished = new List<Assignment>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, { Length: > 0 } variant])
                throw Invalid();
            if (experiments.Find(name) is not { } experiment || !MayChoose(exchange, experiment))
                throw Refused();
            wished.Add((experiment.Find(variant) ?? throw Unknown(experiment)).Given);
        }

        return wished;
    }

    private static bool MayChoose(LlmExchange exchange, ExperimentModel experiment) =>
        experiment.IsOpenToAll || (exchange.Caller.KeyId is { } key && experiment.Testers.Contains(key));

    private static LlmException Invalid() => Error(400, LlmErrorTypes.InvalidRequest, "invalid_header", "must be a list of 'experiment=variant', separated by commas, of 1,024 characters at most.");

    private static LlmException Refused() => Error(
        403, LlmErrorTypes.Permission, "experiment_not_allowed", "names an experiment that does not exist, or that this key may not choose a variant of: its 'Testers' say who may.");

    private static LlmException Unknown(ExperimentModel experiment) => Error(
        400, LlmErrorTypes.InvalidRequest, "invalid_header", $"names a variant that '{experiment.Name}' does not have; it has {string.Join(", ", experiment.Variants.Select(variant => variant.Name))}.");

    private static LlmException Error(int status, string type, string code, string problem) =>
        new(new LlmError(status, type, $"The header '{LlmHeaderNames.Experiment}' {problem}", code) { ShouldRetry = false });
}
