using System.Globalization;
using LlmProxy.Host.Evaluations;
using LlmProxy.Prompts.Evaluations.Files;

namespace LlmProxy.Host.Commands.Evaluations;

/// <summary><c>evaluations export</c>: reads the files themselves, so it needs no running gateway.</summary>
/// <param name="Folder">Where the files are.</param>
/// <param name="Query">Which requests are wanted.</param>
/// <param name="Out">Where the lines go; <c>null</c>: to the output.</param>
internal sealed record ExportCommand(string Folder, EvaluationQuery Query, string? Out)
{
    /// <summary>Understands the arguments; <c>null</c> with what is wrong.</summary>
    public static ExportCommand? Parse(string[] arguments, out string? problem)
    {
        var (folder, target, query) = (Path.Combine("data", EvaluationFolder.Name), (string?)null, new EvaluationQuery());
        problem = null;
        for (var i = 0; i < arguments.Length && problem is null; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Length)
                problem = $"'{arguments[i]}' is not an option with a value.";
            else if (arguments[i] == "--folder")
                folder = arguments[i + 1];
            else if (arguments[i] == "--out")
                target = arguments[i + 1];
            else
                problem = EvaluationParameters.Take(ref query, arguments[i][2..], arguments[i + 1]);
        }

        return problem is null ? new(folder, query, target) : null;
    }

    /// <summary>Writes the lines.</summary>
    /// <returns>The exit code: 1 where there is no such folder.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public async Task<int> RunAsync(TextWriter output, TextWriter progress, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Folder))
        {
            await progress.WriteLineAsync($"There is no folder '{Folder}'; name it with --folder.");
            return 1;
        }

        var reader = EvaluationReader.OfFolder(Folder);
        var count = 0L;
        await using (var file = Out is null ? null : new StreamWriter(Out))
        {
            await foreach (var line in reader.ReadAsync(Query, cancellationToken))
            {
                count++;
                // A line's end is the same on every system.
                await (file ?? output).WriteAsync(line + "\n");
            }
        }

        if (reader.FeedbackLeftOut > 0)
            await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"There is more feedback than memory for it; of {reader.FeedbackLeftOut} requests it was left out."));
        await progress.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{count} requests{(reader.Unreadable > 0 ? $", {reader.Unreadable} lines that cannot be read were left out" : "")}"));
        return 0;
    }
}
