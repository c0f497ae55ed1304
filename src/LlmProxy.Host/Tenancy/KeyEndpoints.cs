using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Events;
using LlmProxy.Tenancy.Keys;

namespace LlmProxy.Host.Tenancy;

/// <summary>Answers <c>/v1/admin/keys</c>.</summary>
internal sealed class KeyEndpoints(KeyAdmin admin, KeyRegistry keys, LlmConfigState configuration, IEventHub events, TimeProvider clock)
{
    /// <summary>Where it answers.</summary>
    public const string Path = "/v1/admin/keys";

    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    /// <summary>Makes a key; its secret is in the answer, and nowhere else ever.</summary>
    public async Task CreateAsync(HttpContext context)
    {
        var (entry, secret) = await admin.CreateAsync(AdminJson.Read<KeyRequest>(await AdminJson.ReadAsync(context)), context.RequestAborted);
        Tell(EventTypes.KeyCreated, entry);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await AdminJson.WriteAsync(context, View(entry, secret));
    }

    /// <summary>Lists keys, masked: <c>?limit=…&amp;after=…&amp;tenant=…</c>.</summary>
    public Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var limit = DefaultLimit;
        if (query.TryGetValue("limit", out var text) && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
            throw Invalid("limit", $"must be a number from 1 to {MaxLimit}");
        var tenant = query["tenant"].ToString();
        var after = query["after"].ToString();
        var now = clock.GetUtcNow();
        var all = configuration.Current.Proxy.Keys.Static.Select(key => KeyView.Of(key, now))
            .Concat(keys.Stored.All.Select(entry => KeyView.Of(entry, now)).OrderBy(key => key.Id, StringComparer.Ordinal))
            .Where(key => tenant.Length == 0 || key.Tenant == tenant);
        if (after.Length > 0)
            all = all.SkipWhile(key => key.Id != after).Skip(1);
        var page = all.Take(limit + 1).ToList();
        return AdminJson.WriteAsync(context, new KeyPage([.. page.Take(limit)], page.Count > limit));
    }

    /// <summary>Shows one key, masked.</summary>
    public Task ShowAsync(HttpContext context)
    {
        var id = Id(context);
        var now = clock.GetUtcNow();
        if (keys.Stored.Find(id) is { } entry)
            return AdminJson.WriteAsync(context, KeyView.Of(entry, now));
        return configuration.Current.Proxy.Keys.Static.FirstOrDefault(key => key.Caller.KeyId == id) is { } configured
            ? AdminJson.WriteAsync(context, KeyView.Of(configured, now))
            : throw new LlmException(new LlmError(404, LlmErrorTypes.InvalidRequest, "There is no key with this id.", "key_not_found") { ShouldRetry = false });
    }

    /// <summary>Changes the fields that the body has; <c>null</c> sets one back.</summary>
    public async Task ChangeAsync(HttpContext context)
    {
        RefuseConfigured(Id(context));
        var fields = await AdminJson.ReadAsync(context);
        var entry = await admin.ChangeAsync(Id(context), said => Merge(said, fields), context.RequestAborted);
        await AdminJson.WriteAsync(context, View(entry, secret: null));
    }

    /// <summary>Revokes a key.</summary>
    public async Task RevokeAsync(HttpContext context)
    {
        RefuseConfigured(Id(context));
        var entry = await admin.RevokeAsync(Id(context), context.RequestAborted);
        Tell(EventTypes.KeyRevoked, entry);
        await AdminJson.WriteAsync(context, View(entry, secret: null));
    }

    /// <summary>Gives a key a new secret; <c>{"grace":"hh:mm:ss"}</c> says how long the former one works, by default a day.</summary>
    public async Task RotateAsync(HttpContext context)
    {
        RefuseConfigured(Id(context));
        var grace = AdminJson.Read<RotateRequest>(await AdminJson.ReadAsync(context)).Grace ?? RotateRequest.DefaultGrace;
        if (grace < TimeSpan.Zero || grace > KeyAdmin.MaxGrace)
            throw Invalid("grace", "must be a duration from 00:00:00 to 7.00:00:00");
        var (entry, secret) = await admin.RotateAsync(Id(context), grace, context.RequestAborted);
        await AdminJson.WriteAsync(context, View(entry, secret));
    }

    private void Tell(string type, KeyEntry entry)
    {
        if (entry.Stored is { } key && events.Wants(type))
            events.Publish(new KeyEvent(type, clock.GetUtcNow(), key.Id, key.Tenant, key.Name));
    }

    private KeyView View(KeyEntry entry, string? secret) => KeyView.Of(entry, clock.GetUtcNow()) with
    {
        Secret = secret,
        Warning = admin.IsDurable ? null : "The gateway keeps its records in memory: the next restart forgets this key. Set LlmProxy:Storage:Kind to Sqlite.",
    };

    private static KeyRequest Merge(KeyRequest said, JsonObject fields)
    {
        var merged = JsonSerializer.SerializeToNode(said, AdminJson.Options)!.AsObject();
        foreach (var (name, value) in fields)
        {
            // Limits are a field each; all else is replaced whole.
            if (name == "limits" && value is JsonObject limits && merged[name] is JsonObject known)
                Replace(known, limits);
            else
                merged[name] = value?.DeepClone();
        }

        return AdminJson.Read<KeyRequest>(merged);
    }

    private static void Replace(JsonObject known, JsonObject fields)
    {
        foreach (var (name, value) in fields)
            known[name] = value?.DeepClone();
    }

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private static void RefuseConfigured(string id)
    {
        if (id.StartsWith(Configuration.Reading.CallerKeyReader.IdPrefix, StringComparison.Ordinal))
        {
            throw new LlmException(new LlmError(
                409, LlmErrorTypes.InvalidRequest, "This key stands in the configuration: change it there, under LlmProxy:Keys:Static.", "key_of_configuration") { ShouldRetry = false });
        }
    }

    private static LlmException Invalid(string field, string problem) => new(new LlmError(
        400, LlmErrorTypes.InvalidRequest, $"'{field}' {problem}.", "invalid_value", field) { ShouldRetry = false });
}
