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

    /// <summary>Sees that a request has got what it asks for.</summary>
    /// <param name="wished">What it asks for.</param>
    /// <param name="use">What it has got; <c>null</c>: nothing.</param>
    /// <exception cref="LlmException">400: it is not in the experiment, or cannot have the variant.</exception>
    public static void Check(IReadOnlyList<Assignment> wished, PromptUse? use)
    {
        foreach (var wish in wished)
        {
            if (!Has(use, wish) && !Has(use?.Shadow?.Use, wish))
                throw NotGot(wish);
        }
    }

    private static bool Has(PromptUse? use, Assignment wish) =>
        use is not null && use.Assignments.Any(got => got.Experiment == wish.Experiment && got.Variant == wish.Variant);

    private static bool MayChoose(LlmExchange exchange, ExperimentModel experiment) =>
        experiment.IsOpenToAll || (exchange.Caller.KeyId is { } key && experiment.Testers.Contains(key));

    private static LlmException Invalid() => Error(400, LlmErrorTypes.InvalidRequest, "invalid_header", "must be a list of 'experiment=variant', separated by commas, of 1,024 characters at most.");

    private static LlmException Refused() => Error(
        403, LlmErrorTypes.Permission, "experiment_not_allowed", "names an experiment that does not exist, or that this key may not choose a variant of: its 'Testers' say who may.");

    private static LlmException Unknown(ExperimentModel experiment) => Error(
        400, LlmErrorTypes.InvalidRequest, "invalid_header", $"names a variant that '{experiment.Name}' does not have; it has {string.Join(", ", experiment.Variants.Select(variant => variant.Name))}.");

    private static LlmException NotGot(Assignment wish) => Error(
        400, LlmErrorTypes.InvalidRequest, "invalid_header",
        $"names '{wish}', which this request cannot get: the experiment does not run or does not concern it, it names a version itself, or it can have no such model.");

    private static LlmException Error(int status, string type, string code, string problem) =>
        new(new LlmError(status, type, $"The header '{LlmHeaderNames.Experiment}' {problem}", code) { ShouldRetry = false });
}
