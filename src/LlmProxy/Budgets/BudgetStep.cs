using LlmProxy.Core.Errors;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Budgets;

/// <summary>Finds the budgets of a request, and moves it to a cheaper model where money runs out.</summary>
internal sealed class BudgetStep(RequestDelegate next, BudgetPlanner planner)
{
    /// <exception cref="LlmException">Nobody knows what it costs, or it is too dear for an emergency.</exception>
    public Task Invoke(HttpContext context)
    {
        if (LlmExchange.Of(context) is not { Attempt: not null } exchange || !MayHaveBudget(exchange))
            return next(context);
        planner.Plan(exchange);
        return next(context);
    }

    private static bool MayHaveBudget(LlmExchange exchange) => !exchange.Route.Proxy.Budgets.IsEmpty
        || exchange.Caller.Limits is { BudgetPerDay: not null } or { BudgetPerWeek: not null } or { BudgetPerMonth: not null };
}
