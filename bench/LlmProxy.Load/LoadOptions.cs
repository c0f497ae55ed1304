using System.Globalization;
using LlmProxy.Load.Scenarios;

namespace LlmProxy.Load;

/// <summary>What the command line says.</summary>
internal sealed record LoadOptions
{
    /// <summary>How to call the program.</summary>
    public static string Usage { get; } = $"""
        Usage: dotnet run -c Release --project bench/LlmProxy.Load -- [scenario…] [options]

        Scenarios: {string.Join(", ", ScenarioCatalog.Names)}; none: all.
        'quick' runs all of them, small, in under a minute; its figures mean little.

          --pairs N           interleaved pairs of runs for each ratio, 1 to 1000; default 20
          --seconds N         length of one run, 0.1 to 600; default 2, of chaos 60
          --seed N            what chaos draws its faults from, 0 to 2147483647; default: another one each time
          --markdown FILE     write the report as Markdown, too
          --gateway-dll FILE  the gateway to measure; default: the one built with this program
          --self-check        bare YARP in the gateway's place: shows how far the ratios can be trusted
          --logs DIRECTORY    keep what the processes write; default: it is thrown away
        """;

    /// <summary>The scenarios to run, as <see cref="ScenarioCatalog"/> names them; empty: all.</summary>
    public IReadOnlyList<string> Scenarios { get; private init; } = [];

    /// <summary>Interleaved pairs for each ratio. 1 to 1,000; default 20.</summary>
    public int Pairs { get; init; } = 20;

    /// <summary>What <c>--seconds</c> says, 0.1 s to 10 min; null: nothing.</summary>
    public TimeSpan? Length { get; init; }

    /// <summary>Length of one run of a pair. Default 2 s.</summary>
    public TimeSpan RunLength => Length ?? TimeSpan.FromSeconds(2);

    /// <summary>How long faults are switched under load. Default 60 s.</summary>
    public TimeSpan ChaosLength => Length ?? TimeSpan.FromSeconds(60);

    /// <summary>What the faults are drawn from; null: any number.</summary>
    public int? Seed { get; private init; }

    /// <summary>Where the Markdown report goes; null: nowhere.</summary>
    public string? Markdown { get; private init; }

    /// <summary>The gateway's assembly.</summary>
    public string GatewayDll { get; private init; } = Processes.GatewayAssembly.Default;

    /// <summary>Whether bare YARP stands in the gateway's place.</summary>
    public bool SelfCheck { get; private init; }

    /// <summary>Where the processes' output is kept; null: nowhere.</summary>
    public string? Logs { get; private init; }

    /// <summary>The file that a process's output goes to.</summary>
    public string OutputFor(string process) => Logs is null ? "/dev/null" : Path.Combine(Logs, process + ".log");

    /// <summary>Reads a command line.</summary>
    /// <exception cref="FormatException">It cannot be understood; the message says what is wrong.</exception>
    public static LoadOptions Parse(IEnumerable<string> arguments)
    {
        var options = new LoadOptions();
        using var rest = arguments.GetEnumerator();
        while (rest.MoveNext())
        {
            var name = rest.Current;
            options = name switch
            {
                "--pairs" => options with { Pairs = (int)Number(name, rest, 1, 1000) },
                "--seconds" => options with { Length = TimeSpan.FromSeconds(Number(name, rest, 0.1, 600)) },
                "--seed" => options with { Seed = (int)Number(name, rest, 0, int.MaxValue) },
                "--markdown" => options with { Markdown = Value(name, rest) },
                "--gateway-dll" => options with { GatewayDll = Path.GetFullPath(Value(name, rest)) },
                "--self-check" => options with { SelfCheck = true },
                "--logs" => options with { Logs = Path.GetFullPath(Value(name, rest)) },
                _ when ScenarioCatalog.Names.Contains(name) => options with { Scenarios = [.. options.Scenarios, name] },
                _ => throw new FormatException($"'{name}' is neither a scenario nor an option."),
            };
        }

        return options;
    }

    private static string Value(string name, IEnumerator<string> rest) =>
        rest.MoveNext() ? rest.Current : throw new FormatException($"'{name}' needs a value.");

    private static double Number(string name, IEnumerator<string> rest, double least, double most)
    {
        var text = Value(name, rest);
        return double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"'{name}' is '{text}', but must be a number from {least} to {most}.");
    }
}
