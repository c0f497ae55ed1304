using System.Runtime.InteropServices;

namespace LlmProxy.Host.Startup;

/// <summary>Ends the process at once when it is told to stop a second time: whoever repeats it does not want to wait for what is open.</summary>
internal sealed class SecondSignal : IDisposable
{
    /// <summary>What a shell reports of a process that a signal has ended: this, and the signal's number.</summary>
    private const int FirstExitCode = 128;

    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    private SecondSignal() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Take(context, FirstExitCode + 2)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Take(context, FirstExitCode + 15)),
    ];

    /// <summary>Begins to count signals. The first one stays the host's.</summary>
    public static SecondSignal Watch() => new();

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void Take(PosixSignalContext context, int exitCode)
    {
        // The host takes it too; that it does not end the process by itself must not hang on who comes first.
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
            Environment.Exit(exitCode);
    }
}
