using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmProxy.Budgets;
using LlmProxy.Core.Errors;
using LlmProxy.Host.Startup;

namespace LlmProxy.Host.Budgets;

/// <summary>Answers <c>GET /v1/admin/budgets?scope=…&amp;limit=…</c>: how budgets stand in their current periods, those who spent most first.</summary>
internal static class BudgetsEndpoint
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 1_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes them; 400 where the limit is not from 1 to 1,000 or the scope is none.</summary>
    public static Task InvokeAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var limit = DefaultLimit;
        if (query.TryGetValue("limit", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
            return RefuseAsync(context, "limit", $"'limit' must be a number from 1 to {MaxLimit}.");
        var scope = query["scope"].ToString();
        if (scope.Length > 0 && !Enum.GetValues<BudgetScope>().Any(one => BudgetOwner.NameOf(one) == scope))
            return RefuseAsync(context, "scope", "'scope' must be 'total', 'tenant', 'key' or 'user'.");

        var services = context.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var groups = services.GetRequiredService<BudgetBook>().All
            .Where(account => scope.Length == 0 || account.Owner.ScopeName == scope)
            .Select(account => (account.Owner, Readings: account.Read(now)))
            .Where(account => account.Readings.Any(Shows))
            .GroupBy(account => account.Owner.Scope);
        var data = groups.OrderBy(group => group.Key)
            .SelectMany(group => group.OrderByDescending(account => account.Readings[^1].Spent).Take(limit))
            .Select(account => Describe(account.Owner, account.Readings));
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            new { emergency_since = services.GetRequiredService<BudgetEmergency>().Since, data }, Json, context.RequestAborted);
    }

    private static bool Shows(BudgetReading reading) =>
        reading.Spent != 0 || reading.Reserved != 0 || reading.Limit is not null || reading.Soft is not null;

    private static object Describe(BudgetOwner owner, BudgetReading[] readings) => new
    {
        scope = owner.ScopeName,
        owner.Tenant,
        owner.Name,
        periods = readings.Select(reading => new
        {
            period = reading.Period.Name(),
            start = reading.Start,
            end = reading.End,
            spent_usd = reading.Spent,
            reserved_usd = reading.Reserved,
            limit_usd = reading.Limit,
            soft_limit_usd = reading.Soft,
        }),
    };

    private static Task RefuseAsync(HttpContext context, string param, string message) => ErrorAnswer.WriteAsync(
        context, new LlmError(400, LlmErrorTypes.InvalidRequest, message, "invalid_" + param, param));
}
