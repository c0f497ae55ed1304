namespace LlmProxy.Host.Commands;

/// <summary>What <c>guardrails check</c> was told.</summary>
/// <param name="File">A file of JSON lines.</param>
/// <param name="Guardrails">The guards to try.</param>
/// <param name="Direction">The direction of lines that do not say one.</param>
/// <param name="Results">Where the answers go, a line each; <c>null</c>: nowhere.</param>
/// <param name="Url">The gateway; <c>null</c>: the usual one.</param>
internal sealed record GuardrailsCommand(string File, IReadOnlyList<string> Guardrails, string Direction, string? Results, string? Url)
{
    /// <summary>Understands the arguments; <c>null</c> with what is wrong.</summary>
    public static GuardrailsCommand? Parse(string[] arguments, out string? problem)
    {
        if (arguments is not ["check", var file, .. var rest] || file.StartsWith('-'))
        {
            problem = "Say 'guardrails check FILE'.";
            return null;
        }

        var guards = new List<string>();
        var (direction, results, url) = ("input", (string?)null, (string?)null);
        for (var i = 0; i < rest.Length; i += 2)
        {
            if (i + 1 == rest.Length)
            {
                problem = $"'{rest[i]}' needs a value.";
                return null;
            }

            switch (rest[i])
            {
                case "--guardrail":
                    guards.Add(rest[i + 1]);
                    break;
                case "--direction":
                    direction = rest[i + 1];
                    break;
                case "--results":
                    results = rest[i + 1];
                    break;
                case "--url":
                    url = rest[i + 1];
                    break;
                default:
                    problem = $"'{rest[i]}' is not an option.";
                    return null;
            }
        }

        problem = guards.Count == 0 ? "Name a guard with --guardrail." : direction is not ("input" or "output") ? "--direction is 'input' or 'output'." : null;
        return problem is null ? new(file, guards, direction, results, url) : null;
    }
}
