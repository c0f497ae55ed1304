namespace LlmProxy.Failover.Keys;

/// <summary>What is known about one key and one model. Its <see cref="KeyState"/> guards it.</summary>
internal sealed class KeyModelState
{
    /// <summary>The clock's reading when the limit is over.</summary>
    public long BusyUntil { get; set; }

    /// <summary>How often in a row it was at its limit.</summary>
    public int TimesBusy { get; set; }

    /// <summary>How often in a row the model was refused to it; 0: it is not.</summary>
    public int TimesDenied { get; set; }

    /// <summary>The clock's reading when that is tried again.</summary>
    public long DeniedUntil { get; set; }

    /// <summary>Whether a request is trying it, whose refusal counts.</summary>
    public bool IsTried { get; set; }

    /// <summary>The share of its limits that was left, as long as <see cref="HeadroomUntil"/> has not passed.</summary>
    public double Headroom { get; set; } = 1;

    /// <summary>The clock's reading when the limits are full again.</summary>
    public long HeadroomUntil { get; set; }

    /// <summary>The clock's reading from when on nothing is known any more.</summary>
    public long Until => Math.Max(Math.Max(BusyUntil, DeniedUntil), HeadroomUntil);
}
