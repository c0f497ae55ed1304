using LlmProxy.Host.Startup;

namespace LlmProxy.Host.Commands;

/// <summary><c>check FILE</c>: validates a configuration without starting anything.</summary>
internal static class CheckVerb
{
    /// <summary>Writes what is wrong, with the place and the remedy; returns 0 for a valid file, 2 for any other.</summary>
    public static int Run(string[] args, TextWriter output)
    {
        if (args is not [var file, .. var rest] || file.StartsWith('-'))
        {
            output.WriteLine("Usage: check FILE [--Setting=value …]");
            return 2;
        }

        var status = GatewayConfiguration.Check(file, rest);
        foreach (var error in status.LastErrors)
            output.WriteLine($"error    {error}");
        foreach (var warning in status.Last.Warnings)
            output.WriteLine($"warning  {warning}");
        var errors = status.Last.Errors.Count;
        output.WriteLine(errors == 0
            ? $"{status.Source} is valid."
            : $"{status.Source} is not valid: {errors} {(errors == 1 ? "error" : "errors")}.");
        return errors == 0 ? 0 : 2;
    }
}
