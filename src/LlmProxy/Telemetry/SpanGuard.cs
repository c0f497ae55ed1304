namespace LlmProxy.Telemetry;

/// <summary>Takes what goes wrong while a span is made or ended: a listener of this process has thrown.</summary>
/// <remarks>Spans belong to the whole process, and so does this; each gateway in it hears of the failure.</remarks>
internal static class SpanGuard
{
    /// <summary>A span could not be made, filled or ended.</summary>
    public static event Action<Exception>? Failed;

    /// <summary>The span of a request was ended as it should be.</summary>
    public static event Action? Worked;

    /// <summary>All went well with a request's span.</summary>
    public static void Succeeded() => Worked?.Invoke();

    /// <summary>Tells whoever wants to know.</summary>
    public static void Report(Exception failure) => Failed?.Invoke(failure);
}
