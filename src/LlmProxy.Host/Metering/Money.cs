namespace LlmProxy.Host.Metering;

/// <summary>Makes sums of money fit to be written.</summary>
internal static class Money
{
    // Dividing by one with all its decimals makes the quotient as short as its value allows.
    private const decimal One = 1.0000000000000000000000000000m;

    /// <summary>The same amount without zeros at its end: 0.0040 is 0.004.</summary>
    public static decimal Plain(decimal amount) => amount / One;
}
