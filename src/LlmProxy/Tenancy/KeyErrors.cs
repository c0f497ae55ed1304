using System.Diagnostics;
using LlmProxy.Core.Errors;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Headers;
using LlmProxy.Storage;

namespace LlmProxy.Tenancy;

/// <summary>What callers are told whose key does not open what they ask for.</summary>
internal static class KeyErrors
{
    /// <summary>The code of every refusal of a key itself.</summary>
    public const string InvalidKey = "invalid_api_key";

    private static readonly LlmError Missing = Key(
        "This gateway needs a key: send it as 'Authorization: Bearer <key>', 'x-api-key' or 'api-key'.");

    private static readonly LlmError Unknown = Key("The key is not known here.");

    private static readonly LlmError Damaged = Key("The key has a typo: its last characters do not fit the others. Copy it again, whole.");

    private static readonly LlmError Expired = Key("The key has expired.");

    private static readonly LlmError Revoked = Key("The key has been revoked.");

    private static readonly LlmError TenantDisabled = Permission("The keys of this tenant do not work at present.", "tenant_disabled");

    private static readonly LlmError NotLoaded = new(
        503, LlmErrorTypes.Server, "The gateway's store cannot be read yet, so stored keys are not known; whoever runs it sees more at /health/ready.", "keys_unavailable")
    {
        RetryAfter = StoreLoad.Pause,
    };

    /// <summary>Another key must be sent for the provider, since the gateway's own never leaves it.</summary>
    public static LlmError ProviderKeyMissing(string cluster) => new(
        401, LlmErrorTypes.Authentication,
        $"Cluster '{cluster}' is sent the caller's own key of the provider: send that as usual, and the gateway's key in '{LlmHeaderNames.Key}'.",
        "provider_key_required") { ShouldRetry = false };

    /// <summary>What a refusal of a key for a request tells the caller.</summary>
    public static LlmError Of(KeyRefusal refusal, LlmExchange exchange) => refusal switch
    {
        KeyRefusal.Route => Permission($"The key is not for the route '{exchange.Route.RouteId}'.", "route_not_allowed"),
        KeyRefusal.Endpoint => Permission($"The key is not for '{exchange.Path.Endpoint.Label()}'.", "endpoint_not_allowed"),
        KeyRefusal.EphemeralKey => Permission(
            "Keys of the provider's own are handed out here, which nothing of this gateway limits or counts; only a key that names 'Realtime' among its endpoints may have them.",
            "endpoint_not_allowed"),
        _ => Of(refusal),
    };

    /// <summary>What a refusal of the key itself tells the caller.</summary>
    public static LlmError Of(KeyRefusal refusal) => refusal switch
    {
        KeyRefusal.Missing => Missing,
        KeyRefusal.Unknown => Unknown,
        KeyRefusal.Damaged => Damaged,
        KeyRefusal.Expired => Expired,
        KeyRefusal.Revoked => Revoked,
        KeyRefusal.TenantDisabled => TenantDisabled,
        KeyRefusal.NotLoaded => NotLoaded,
        _ => throw new UnreachableException($"Refusal {refusal} has no error."),
    };

    /// <summary>The refusal as a metric's label.</summary>
    public static string ToTag(this KeyRefusal refusal) => refusal switch
    {
        KeyRefusal.Missing => "missing",
        KeyRefusal.Unknown => "unknown",
        KeyRefusal.Damaged => "damaged",
        KeyRefusal.Expired => "expired",
        KeyRefusal.Revoked => "revoked",
        KeyRefusal.TenantDisabled => "tenant_disabled",
        KeyRefusal.Route => "route",
        KeyRefusal.Endpoint => "endpoint",
        KeyRefusal.EphemeralKey => "endpoint",
        KeyRefusal.NotLoaded => "not_loaded",
        _ => throw new UnreachableException($"Refusal {refusal} has no label."),
    };

    private static LlmError Key(string message) => new(401, LlmErrorTypes.Authentication, message, InvalidKey) { ShouldRetry = false };

    private static LlmError Permission(string message, string code) => new(403, LlmErrorTypes.Permission, message, code) { ShouldRetry = false };
}
