namespace LlmProxy.Load.Report;

/// <summary>Signs of life on standard error: one line that is written over on a terminal, else a line each.</summary>
internal sealed class Progress
{
    private readonly DateTimeOffset _started = TimeProvider.System.GetUtcNow();

    private int _lastLength;

    /// <summary>Tells what is being done.</summary>
    public void Show(string what)
    {
        var line = $"[{TimeProvider.System.GetUtcNow() - _started:mm\\:ss}] {what}";
        if (Console.IsErrorRedirected)
        {
            Console.Error.WriteLine(line);
            return;
        }

        Console.Error.Write('\r' + line.PadRight(_lastLength));
        _lastLength = line.Length;
    }

    /// <summary>Clears the line.</summary>
    public void Clear()
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write('\r' + new string(' ', _lastLength) + '\r');
    }
}
