using System.Globalization;
using System.Runtime.InteropServices;
using LlmProxy.Load.Provider;
using LlmProxy.Load.Yarp;

namespace LlmProxy.Load;

/// <summary>The command, and the verbs with which it starts itself anew as the servers of a measurement.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["provider", var port]:
                await ProviderServer.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));
                return 0;
            case ["yarp", var port, var provider]:
                await BareYarp.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), provider);
                return 0;
            case ["help" or "--help" or "-h"]:
                Console.WriteLine(LoadOptions.Usage);
                return 0;
            default:
                return await MeasureAsync(arguments);
        }
    }

    private static async Task<int> MeasureAsync(string[] arguments)
    {
        LoadOptions options;
        try
        {
            options = LoadOptions.Parse(arguments);
        }
        catch (FormatException mistake)
        {
            await Console.Error.WriteLineAsync($"{mistake.Message}\n\n{LoadOptions.Usage}");
            return 2;
        }

        using var stop = new CancellationTokenSource();

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // This process ends after those that it started.
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        return await LoadCommand.RunAsync(options, stop.Token);
    }
}
