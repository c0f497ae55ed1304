using System.Globalization;
using LlmProxy.Budgets;
using LlmProxy.Budgets.Settings;

namespace LlmProxy.Configuration.Reading;

/// <summary>Checks what spans the settings of budgets.</summary>
internal static class BudgetRules
{
    /// <summary>Notes what contradicts itself in the options at <paramref name="path"/>.</summary>
    public static void Check(BudgetOptions options, string path, ICollection<ConfigurationError> errors)
    {
        Check(options.Total, $"{path}:{nameof(options.Total)}", errors);
        Check(options.Tenant, $"{path}:{nameof(options.Tenant)}", errors);
        Check(options.Key, $"{path}:{nameof(options.Key)}", errors);
        Check(options.User, $"{path}:{nameof(options.User)}", errors);
        foreach (var (name, user) in options.Users)
            Check(user, $"{path}:{nameof(options.Users)}:{name}", errors);
        CheckEmergency(options, $"{path}:{nameof(options.Emergency)}", errors);
        if (options is { UnknownPrice: UnknownPricePolicy.Charge, UnknownCeiling: null })
            errors.Add(new($"{path}:{nameof(options.UnknownCeiling)}", "is missing", $"with '{nameof(options.UnknownPrice)}': 'Charge' it must say how many dollars such a request is charged"));
    }

    /// <summary>Notes where a soft limit lies above its hard one.</summary>
    public static void Check(BudgetLimitOptions options, string path, ICollection<ConfigurationError> errors)
    {
        var limits = BudgetLimits.Of(options);
        foreach (var period in BudgetPeriods.All)
        {
            if (limits.Soft[period] > limits.Hard[period])
                errors.Add(new($"{path}:Soft{period}", $"is {Text(limits.Soft[period])}, more than may be spent at all", $"it must be at most {period}, {Text(limits.Hard[period])}"));
        }
    }

    private static void CheckEmergency(BudgetOptions options, string path, ICollection<ConfigurationError> errors)
    {
        var total = BudgetLimits.Of(options.Total).Hard;
        var ceiling = new BudgetAmounts(options.Emergency.Ceiling.Day, options.Emergency.Ceiling.Week, options.Emergency.Ceiling.Month);
        if (options.Emergency.Model is not null && total.IsEmpty)
            errors.Add(new($"{path}:{nameof(EmergencyOptions.Model)}", "is set, but there is no limit that an emergency would begin at", $"set {nameof(options.Total)}:{nameof(BudgetLimitOptions.Day)}, {nameof(BudgetLimitOptions.Week)} or {nameof(BudgetLimitOptions.Month)}, or leave it out"));
        if (options.Emergency.Model is null && !ceiling.IsEmpty)
            errors.Add(new($"{path}:{nameof(EmergencyOptions.Ceiling)}", "is set without an emergency mode", $"set {nameof(EmergencyOptions.Model)}, or leave it out: without one the total's own limits are the ceiling"));
        foreach (var period in BudgetPeriods.All)
        {
            if (ceiling[period] < total[period])
                errors.Add(new($"{path}:{nameof(EmergencyOptions.Ceiling)}:{period}", $"is {Text(ceiling[period])}, less than the limit that the emergency begins at", $"it must be at least {nameof(options.Total)}:{period}, {Text(total[period])}"));
        }
    }

    private static string Text(decimal? amount) => amount?.ToString(CultureInfo.InvariantCulture) ?? "";
}
