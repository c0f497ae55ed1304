using System.ComponentModel.DataAnnotations;
using System.Reflection;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Headers;

namespace LlmProxy.Tenancy.Keys;

/// <summary>Checks what is said of a key.</summary>
internal static class KeyRequestRules
{
    private const int MaxName = 100;
    private const int MaxTenant = 128;
    private const int MaxTags = 20;
    private const int MaxTag = 64;

    /// <summary>Refuses what cannot be.</summary>
    /// <param name="request">What is said.</param>
    /// <param name="proxy">The configuration in force.</param>
    /// <param name="now">The time; <c>null</c>: an end in the past is accepted, since it was set before.</param>
    /// <exception cref="LlmException">400, with the field that is wrong.</exception>
    public static void Check(KeyRequest request, LlmProxyModel proxy, DateTimeOffset? now)
    {
        if (!IsText(request.Name, MaxName) || request.Name is null)
            throw Wrong("name", $"must be a text of 1 to {MaxName} characters");
        if (!IsText(request.Tenant, MaxTenant))
            throw Wrong("tenant", $"must be a text of 1 to {MaxTenant} characters");
        if (request.Tenant is { } tenant && proxy.Tenants.Count > 0 && !proxy.Tenants.ContainsKey(tenant))
            throw Wrong("tenant", $"is none of the tenants in the configuration; {NameSuggestion.For(tenant, proxy.Tenants.Keys)}");
        if (!IsText(request.User, EndUser.MaxLength) || !HeaderText.CanBeSent(request.User))
            throw Wrong("user", $"must be a text of 1 to {EndUser.MaxLength} printable ASCII characters");
        if (request.Tags is { } tags && (tags.Count > MaxTags || !tags.All(tag => tag is not null && IsText(tag, MaxTag))))
            throw Wrong("tags", $"must be at most {MaxTags} texts of 1 to {MaxTag} characters");
        KeyScopeReader.Read(request.Models ?? [], request.Routes ?? [], request.Endpoints ?? [], (list, index, wrong, remedy) =>
            throw Wrong($"{list.ToLowerInvariant()}[{index}]", $"{wrong}; {remedy}"));
        CheckLimits(request.Limits ?? KeyLimits.None);
        if (request.Expires <= now)
            throw Wrong("expires", "is in the past");
    }

    private static void CheckLimits(KeyLimits limits)
    {
        foreach (var limit in typeof(KeyLimits).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (limit.GetCustomAttribute<RangeAttribute>() is { } range && limit.GetValue(limits) is { } value && !ValueRange.Contains(range, value))
                throw Wrong($"limits.{System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(limit.Name)}", $"must be {ValueRange.Describe(range)}");
        }
    }

    private static bool IsText(string? text, int most) =>
        text is null || (text.Length <= most && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl));

    private static LlmException Wrong(string field, string problem) => new(new LlmError(
        400, LlmErrorTypes.InvalidRequest, $"'{field}' {problem}.", "invalid_value", field) { ShouldRetry = false });
}
