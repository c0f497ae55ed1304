using LlmProxy.Budgets.Settings;
using LlmProxy.Limits;
using LlmProxy.Metering.Charges;

namespace LlmProxy.Metering;

/// <summary>What limits and budgets count of a request that has ended: what was used, and for what nobody knows no less than was held.</summary>
internal static class SettledAmounts
{
    /// <summary>The amounts.</summary>
    /// <param name="charged">What the request is charged.</param>
    /// <param name="asked">What it asked of its limits, which they hold.</param>
    /// <param name="budgets">Says what an unknown price counts as.</param>
    public static LimitAmounts Of(in ChargedRequest charged, in LimitAmounts asked, BudgetModel budgets) =>
        new(Tokens(charged, asked), charged.Cost ?? Math.Max(asked.Cost ?? 0, AtLeast(charged, budgets)));

    /// <summary>Tokens; an attempt that was answered without a count leaves what was asked in its place.</summary>
    private static long Tokens(in ChargedRequest charged, in LimitAmounts asked)
    {
        for (var i = 0; i < charged.Charges.Count; i++)
        {
            if (charged.Charges[i].Usage.IsEmpty)
                return Math.Max(charged.Tokens, asked.Tokens);
        }

        return charged.Tokens;
    }

    /// <summary>US dollars: all that is known, and for each charge that is not the declared ceiling, where there is one.</summary>
    private static decimal AtLeast(in ChargedRequest charged, BudgetModel budgets)
    {
        var ceiling = budgets.UnknownPrice == UnknownPricePolicy.Charge ? budgets.UnknownCeiling : 0;
        var sum = 0m;
        for (var i = 0; i < charged.Charges.Count; i++)
            sum += charged.Charges[i].Cost ?? ceiling;
        return sum;
    }
}
