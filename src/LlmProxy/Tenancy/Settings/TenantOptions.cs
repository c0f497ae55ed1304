using System.ComponentModel.DataAnnotations;
using LlmProxy.Budgets.Settings;
using LlmProxy.Limits.Settings;

namespace LlmProxy.Tenancy.Settings;

/// <summary>One tenant: those who share keys, limits and a budget.</summary>
public sealed class TenantOptions
{
    /// <summary>A name for people. Not set: the tenant's own name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Whether none of its keys works. Default false.</summary>
    public bool Disabled { get; init; }

    /// <summary>Its share where tenants wait for places, beside those of the others. From 1 to 1,000; default 1.</summary>
    [Range(1, 1_000)]
    public int Weight { get; init; } = 1;

    /// <summary>Labels of all its keys, beside their own.</summary>
    public IList<string> Tags { get; init; } = [];

    /// <summary>What all its keys together may use in a time; what is not set here is as for all tenants.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>What it may spend, in place of what each tenant may.</summary>
    public BudgetLimitOptions Budgets { get; init; } = new();
}
