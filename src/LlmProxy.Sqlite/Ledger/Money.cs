namespace LlmProxy.Sqlite.Ledger;

/// <summary>An amount as two integers, which SQLite can add up without rounding: billionths of a dollar, and billionths of those.</summary>
/// <remarks>
/// SQLite has no decimals, and its floating point would lose cents in sums. Sums are so exact to 10^-18 of a dollar; the record itself keeps
/// the amount as text, with all its digits. 2^63 billionths are 9.2 billion dollars.
/// </remarks>
internal readonly record struct Money(long Nano, long Atto)
{
    private const decimal Billion = 1_000_000_000m;

    /// <summary>Splits an amount of US dollars; <c>null</c> where there is none, or where it is a billion or more, which no request costs and which sums could not hold.</summary>
    public static Money? Of(decimal? amount)
    {
        if (amount is not (> -Billion and < Billion and var dollars))
            return null;
        var billionths = dollars * Billion;
        var whole = decimal.Floor(billionths);
        var rest = decimal.Round((billionths - whole) * Billion, MidpointRounding.ToEven);
        return rest == Billion ? new Money((long)whole + 1, 0) : new Money((long)whole, (long)rest);
    }

    /// <summary>US dollars.</summary>
    public decimal ToDollars() => (Nano / Billion) + (Atto / Billion / Billion);
}
