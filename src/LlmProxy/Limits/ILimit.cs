namespace LlmProxy.Limits;

/// <summary>One bound on what somebody may use: of requests, tokens, money or places at once.</summary>
/// <remarks>
/// All limits of a request are checked, then all taken, under the one lock of <see cref="LimitGate"/>, so that a request which one
/// of them refuses uses up none of the others. None of the calls waits or throws, and only a refusal allocates. What was
/// taken is settled once, whatever became of the request: <see cref="Settle"/> puts what was used in the place of what was
/// asked, and <see cref="LimitAmounts.None"/> gives all back. Whoever reads a limit elsewhere does so in <see cref="LimitGate.Read"/>.
/// </remarks>
internal interface ILimit
{
    /// <summary>What it bounds, for headers, metrics and messages.</summary>
    LimitInfo Info { get; }

    /// <summary>Whether there is room; <c>null</c>: yes. May be asked again and again, by one who waits.</summary>
    /// <param name="asked">What the request may use.</param>
    /// <param name="now">The clock's reading.</param>
    LimitRefusal? Check(in LimitAmounts asked, DateTimeOffset now);

    /// <summary>Takes it; only after <see cref="Check"/> was asked under the same lock.</summary>
    /// <returns>The window, or the place, that it was taken from, to be given to <see cref="Settle"/>.</returns>
    long Take(in LimitAmounts asked, DateTimeOffset now);

    /// <summary>Puts what was used in the place of what was taken.</summary>
    void Settle(long window, in LimitAmounts asked, in LimitAmounts used, DateTimeOffset now);
}
