using LlmProxy.Core.Errors;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Telemetry;

namespace LlmProxy.Prompts.Requests;

/// <summary>What callers are told whose request cannot be put under a prompt.</summary>
internal static class PromptRefusals
{
    private const int MostNamed = 20;

    /// <summary>What is named can be no prompt.</summary>
    public static LlmException NoName(string place) => Invalid(
        $"'{place}' must name a prompt, as 'name' or 'name@version'.", "prompt_not_found", place);

    /// <summary>There is no such prompt.</summary>
    public static LlmException NotFound(NamedPrompt named) => Invalid(
        $"There is no prompt '{SafeText.Of(named.Name)}' here.", "prompt_not_found", named.Place);

    /// <summary>The prompt has no such version.</summary>
    public static LlmException NoVersion(NamedPrompt named, PromptAsset asset) => Invalid(
        $"The prompt '{named.Name}' has no version '{SafeText.Of(named.Version)}'; the last it has are {string.Join(", ", asset.Versions.Select(version => version.Id.Version).TakeLast(10))}.",
        "prompt_not_found", named.Place);

    /// <summary>Two places name two prompts.</summary>
    public static LlmException Ambiguous(string first, string second) => Invalid(
        $"'{first}' and '{second}' name different prompts or versions; name one.", "prompt_ambiguous", second);

    /// <summary>The route puts its requests under another prompt.</summary>
    public static LlmException Fixed(NamedPrompt named, NamedPrompt route) => Invalid(
        $"Requests of this route are put under the prompt '{route}', and no other can be named; leave '{named.Place}' out.", "prompt_not_allowed", named.Place);

    /// <summary>The route's prompt is not there: to send the request without it would not be what the operator has said.</summary>
    public static LlmException Gone(NamedPrompt route) => Broken($"The prompt '{route}' of this route is not there.");

    /// <summary>The route gives its prompt a variable that cannot be.</summary>
    public static LlmException WrongOfRoute(in PromptProblem problem) => Broken($"The variable '{problem.Name}' that this route gives its prompt {problem.Text}.");

    /// <summary>The version's model is not for the caller's key.</summary>
    public static LlmException Model(string name) => new(new LlmError(
        403, LlmErrorTypes.Permission, $"The prompt '{name}' is for a model that the key is not for.", "prompt_model_not_allowed") { ShouldRetry = false });

    /// <summary>The variables are in no form that can be read.</summary>
    public static LlmException BadVariables(string place, string wanted) => Invalid($"'{place}' must be {wanted}.", "invalid_prompt_variables", place);

    /// <summary>Something is wrong with variables.</summary>
    public static LlmException Variables(string name, List<PromptProblem> problems)
    {
        var told = problems.Take(MostNamed).Select(problem => $"'{SafeText.Of(problem.Name)}' {problem.Text}");
        var more = problems.Count > MostNamed ? $"; and {problems.Count - MostNamed} more" : "";
        return Invalid(
            $"Variables of the prompt '{name}': {string.Join("; ", told)}{more}.", "invalid_prompt_variables", $"prompt.variables.{SafeText.Of(problems[0].Name)}");
    }

    private static LlmException Invalid(string message, string code, string param) =>
        new(new LlmError(400, LlmErrorTypes.InvalidRequest, message, code, param) { ShouldRetry = false });

    private static LlmException Broken(string message) => new(new LlmError(503, LlmErrorTypes.Server, message, "prompt_unavailable") { ShouldRetry = false });
}
