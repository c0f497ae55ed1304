namespace LlmProxy.FunctionalTests.Failover.Matrix;

/// <summary>One line of the table: a fault, and what comes of it at each position of a chain <c>a</c> → <c>b</c> → <c>c</c>.</summary>
/// <remarks>
/// An outcome is written in one of three ways. <c>b2</c>: b answers, whole, at the second attempt. <c>429x3</c>: the provider's own error
/// after three attempts; with a name, <c>502 upstream_reset x3</c>, one of the gateway's. <c>a1! idle_timeout</c>: a's answer had begun and
/// breaks off, with that error as its last frame (<c>own</c>: the provider's). A <c>|</c> stands between names of which either is right.
/// </remarks>
/// <param name="Fault">The fault, as the sandbox is told.</param>
/// <param name="First">a fails, with one attempt for each place.</param>
/// <param name="Second">a fails with a 500, and b with the fault.</param>
/// <param name="All">All three fail.</param>
/// <param name="Alone">There is only a, with three attempts.</param>
/// <param name="Once">The same, but only the first attempt fails.</param>
/// <param name="Opens">Whether the fault counts against the destination's circuit.</param>
/// <param name="Timeouts">Time limits of the route; only where the fault needs them to be short.</param>
public sealed record FaultRow(
    string Fault, string First, string Second, string All, string Alone, string Once, bool Opens, string Timeouts = "")
{
    /// <summary>Whether the answer is taken as it is.</summary>
    public bool IsHarmless => First == "a1";
}
