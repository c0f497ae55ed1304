using LlmProxy.Host.Commands.Production;
using LlmProxy.Host.Startup;

namespace LlmProxy.Host.Commands;

/// <summary><c>check [--production] FILE</c>: validates a configuration without starting anything, and says what production wants beyond that.</summary>
internal static class CheckVerb
{
    private const string ProductionOption = "--production";

    /// <summary>Writes what is wrong, with the place and the remedy; returns 0 for a valid file, 2 for any other, and 1 for a valid one that fails on a point of the checklist.</summary>
    public static int Run(string[] args, TextWriter output)
    {
        var isProduction = args.Contains(ProductionOption);
        if (args.Where(argument => argument != ProductionOption).ToArray() is not [var file, .. var rest] || file.StartsWith('-'))
        {
            output.WriteLine("Usage: check [--production] FILE [--Setting=value …]");
            return 2;
        }

        var status = GatewayConfiguration.Check(file, rest, out var settings);
        foreach (var error in status.LastErrors)
            output.WriteLine($"error    {error}");
        foreach (var warning in status.Last.Warnings)
            output.WriteLine($"warning  {warning}");
        var errors = status.Last.Errors.Count;
        if (errors == 0)
            errors = PromptsCheck.Write(settings, status.Source, output);
        output.WriteLine(errors == 0
            ? $"{status.Source} is valid."
            : $"{status.Source} is not valid: {errors} {(errors == 1 ? "error" : "errors")}.");
        if (errors > 0)
            return 2;
        return isProduction ? Report(ProductionChecklist.Of(ProductionConfiguration.Read(settings, status.Source)), output) : 0;
    }

    private static int Report(IReadOnlyList<ChecklistItem> items, TextWriter output)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            output.WriteLine($"{Word(item.Verdict),-8} {i + 1,2}  {item.Title}: {item.Detail}");
            if (item.Change is { } change)
                output.WriteLine($"             {change}");
        }

        var failed = items.Count(item => item.Verdict == ChecklistVerdict.Fail);
        var open = items.Count(item => item.Verdict == ChecklistVerdict.NotAvailable);
        output.WriteLine($"{items.Count - failed - open} of {items.Count} pass, {failed} fail, {open} cannot be told yet.");
        return failed == 0 ? 0 : 1;
    }

    private static string Word(ChecklistVerdict verdict) => verdict switch
    {
        ChecklistVerdict.Pass => "pass",
        ChecklistVerdict.Fail => "fail",
        ChecklistVerdict.NotAvailable => "not yet",
        _ => throw new System.Diagnostics.UnreachableException($"Verdict {verdict} has no word."),
    };
}
