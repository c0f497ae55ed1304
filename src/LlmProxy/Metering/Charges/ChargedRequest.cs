using LlmProxy.Metering.Ledger;

namespace LlmProxy.Metering.Charges;

/// <summary>What a request is charged.</summary>
/// <remarks>The lists are read by index, since each enumerator would be an object.</remarks>
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
            for (var i = 0; i < Charges.Count; i++)
                sum += Charges[i].Cost;
            return sum;
        }
    }

    /// <summary>US dollars for those charges whose cost is known.</summary>
    public decimal KnownCost
    {
        get
        {
            var sum = 0m;
            for (var i = 0; i < Charges.Count; i++)
                sum += Charges[i].Cost ?? 0;
            return sum;
        }
    }

    /// <summary>Tokens of all together, of prompts and answers.</summary>
    public long Tokens
    {
        get
        {
            var sum = 0L;
            for (var i = 0; i < Charges.Count; i++)
                sum += (Charges[i].Usage.InputTokens ?? 0) + (Charges[i].Usage.OutputTokens ?? 0);
            return sum;
        }
    }

    /// <summary>Whether a part of the counts is the gateway's own.</summary>
    public bool IsEstimated
    {
        get
        {
            for (var i = 0; i < Charges.Count; i++)
            {
                if (Charges[i].IsEstimated)
                    return true;
            }

            return false;
        }
    }
}
