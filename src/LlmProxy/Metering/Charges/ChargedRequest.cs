using LlmProxy.Metering.Ledger;

namespace LlmProxy.Metering.Charges;

/// <summary>What a request is charged.</summary>
/// <param name="Charges">One for each attempt that may have cost money, the delivered one last; empty: nothing was used.</param>
/// <param name="Delivered">That of the delivered attempt, or of the last; <c>null</c>: it cost nothing.</param>
internal readonly record struct ChargedRequest(IReadOnlyList<Charge> Charges, Charge? Delivered)
{
    /// <summary>US dollars for all together; <c>null</c>: not known, since one of them is not.</summary>
    public decimal? Cost
    {
        get
        {
            decimal? sum = 0m;
            foreach (var charge in Charges)
                sum += charge.Cost;
            return sum;
        }
    }

    /// <summary>Tokens of all together, of prompts and answers.</summary>
    public long Tokens
    {
        get
        {
            var sum = 0L;
            foreach (var charge in Charges)
                sum += (charge.Usage.InputTokens ?? 0) + (charge.Usage.OutputTokens ?? 0);
            return sum;
        }
    }

    /// <summary>Whether a part of the counts is the gateway's own.</summary>
    public bool IsEstimated
    {
        get
        {
            foreach (var charge in Charges)
            {
                if (charge.IsEstimated)
                    return true;
            }

            return false;
        }
    }
}
