namespace LlmProxy.Load.Generator;

/// <summary>What one run consists of.</summary>
/// <param name="Connections">Clients, each with one connection and one exchange at a time; from 1.</param>
/// <param name="Duration">For how long a client begins new exchanges, over all slices. Zero: each makes exactly one.</param>
/// <param name="Exchanges">What clients do in turn; client number n begins with number n.</param>
/// <param name="Ramp">Over how long the clients' first exchanges are spread.</param>
internal sealed record LoadShape(int Connections, TimeSpan Duration, IReadOnlyList<Exchange> Exchanges, TimeSpan Ramp)
{
    private static readonly TimeSpan SliceLength = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Into how many slices a run is cut, so that both sides of a pair can take turns: what else the machine does
    /// changes from second to second. A run of one exchange for each client is not cut.
    /// </summary>
    public int Slices => Math.Max(1, (int)(Duration / SliceLength));

    /// <summary>Clients that repeat one exchange for a time.</summary>
    public static LoadShape Repeat(Exchange exchange, int connections, TimeSpan duration) =>
        new(connections, duration, [exchange], TimeSpan.Zero);

    /// <summary>Clients that make one exchange each.</summary>
    public static LoadShape Once(Exchange exchange, int connections, TimeSpan ramp) =>
        new(connections, TimeSpan.Zero, [exchange], ramp);
}
