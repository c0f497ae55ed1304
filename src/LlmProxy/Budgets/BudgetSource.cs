using LlmProxy.Exchange;
using LlmProxy.Limits;

namespace LlmProxy.Budgets;

/// <summary>Gives a request its budgets as limits; <see cref="BudgetStep"/> has found them.</summary>
internal sealed class BudgetSource : ILimitSource
{
    /// <inheritdoc/>
    public void Collect(LlmExchange exchange, List<ILimit> limits) => exchange.Budgets?.AddTo(limits);
}
