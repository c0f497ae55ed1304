using LlmProxy.Budgets.Settings;
using LlmProxy.Exchange;
using LlmProxy.Metering.Tokens;

namespace LlmProxy.Budgets;

/// <summary>Decides, by how a request's budgets stand, which model it goes to.</summary>
/// <remarks>
/// <list type="number">
/// <item>No budget applies, or it costs nothing: as it is.</item>
/// <item>All together have spent their limit: emergency. The cheap model, short prompts, and the ceiling in place of the limit.</item>
/// <item>What all together have left, beside what requests under way hold, is less than this one may cost: the cheap model for it
/// alone. So the limit is not passed by a crowd of requests that come at once.</item>
/// <item>A soft limit is spent: a cheaper model, where there is one.</item>
/// <item>Nobody knows the price of where it goes then: refused, where that is configured.</item>
/// </list>
/// Hard limits are <see cref="BudgetLimit"/>'s affair, all under one lock with those of tokens and requests.
/// </remarks>
internal sealed class BudgetPlanner(
    BudgetBook book, BudgetCosts costs, Downgrader downgrader, IPromptEstimator tokens, BudgetMetrics metrics, TimeProvider clock)
{
    /// <summary>Sets <see cref="LlmExchange.Budgets"/>, and changes the first attempt where it must.</summary>
    /// <exception cref="Core.Errors.LlmException">Nobody knows what it costs, or it is too dear for an emergency.</exception>
    public void Plan(LlmExchange exchange)
    {
        if (!BudgetedEndpoints.Cost(exchange) || book.Of(exchange) is not { } set)
            return;
        var model = exchange.Route.Proxy.Budgets;
        var now = clock.GetUtcNow();
        exchange.Budgets = set;
        set.Costs = costs;
        if (model.EmergencyModel is { } cheap && set.Total is { } total && total.IsOverHard(now))
            GoByEmergency(exchange, set, model, cheap, total.EndOfHard(now) - now);
        else if (model.EmergencyModel is { } spare && set.Total is { } all && LacksRoom(exchange, all, now))
            GoCheaply(exchange, set, model, spare);
        else if (set.OverSoft(now) is { } over)
            Downgrade(exchange, over.Owner.ScopeName, model.Downgrade.For(exchange.WantedModel ?? "", BudgetedEndpoints.Talks(exchange.Path.Endpoint)), fits: true);
        set.First = exchange.Attempt!.Target;
        if (model.UnknownPrice == UnknownPricePolicy.Refuse && costs.Of(exchange, 1, 1) is null)
            throw BudgetErrors.UnknownPrice(exchange.Attempt.Cluster.ClusterId, exchange.Attempt.UpstreamModel);
    }

    private void GoByEmergency(LlmExchange exchange, BudgetSet set, BudgetModel model, string cheap, TimeSpan wait)
    {
        if (!BudgetedEndpoints.CountsTokens(exchange.Path.Endpoint) || GoTo(exchange, cheap) == DowngradeResult.Impossible)
            throw BudgetErrors.NotCheap(exchange.WantedModel, cheap, wait);
        set.Ceiling = book.CeilingOf(model);
        // The cheap bound first; the count only where that does not decide it.
        var limit = model.EmergencyMaxInputTokens;
        var upstream = exchange.Attempt!.UpstreamModel;
        if (tokens.UpperBound(exchange, upstream) <= limit)
            return;
        if (tokens.CountUpTo(exchange, upstream, limit)?.Tokens is not { } count)
            throw BudgetErrors.TooLong(null, limit, wait);
        if (count > limit)
            throw BudgetErrors.TooLong(count, limit, wait);
    }

    private void GoCheaply(LlmExchange exchange, BudgetSet set, BudgetModel model, string cheap)
    {
        // What cannot be sent there meets the total's own limit.
        if (BudgetedEndpoints.CountsTokens(exchange.Path.Endpoint) && GoTo(exchange, cheap) != DowngradeResult.Impossible)
            set.Ceiling = book.CeilingOf(model);
    }

    /// <summary>To the model of emergencies, which is for conversations: what embeds or completes may stay where it is no dearer.</summary>
    private DowngradeResult GoTo(LlmExchange exchange, string cheap) =>
        Downgrade(exchange, BudgetOwner.All.ScopeName, cheap, BudgetedEndpoints.Talks(exchange.Path.Endpoint));

    private DowngradeResult Downgrade(LlmExchange exchange, string scope, string? to, bool fits)
    {
        var result = downgrader.Try(exchange, to, fits);
        if (result == DowngradeResult.Moved)
            metrics.Downgraded(scope);
        return result;
    }

    private bool LacksRoom(LlmExchange exchange, BudgetAccount total, DateTimeOffset now)
    {
        var upstream = exchange.Attempt!.UpstreamModel;
        var output = tokens.OutputReserve(exchange);
        var hard = total.Limits.Hard;
        return costs.Of(exchange, tokens.UpperBound(exchange, upstream), output) is { } most
            && total.Lacks(hard, most, now) is not null
            && costs.Of(exchange, tokens.Count(exchange, upstream).Tokens, output) is { } cost
            && total.Lacks(hard, cost, now) is not null;
    }
}
