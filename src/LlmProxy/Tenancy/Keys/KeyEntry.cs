using System.Security.Cryptography;
using LlmProxy.Configuration;

namespace LlmProxy.Tenancy.Keys;

/// <summary>One key as requests meet it, stored or from the configuration. All but its last use is immutable.</summary>
internal sealed class KeyEntry
{
    private const long Never = 0;

    private readonly Caller _caller;
    private CallerStanding? _standing;
    private long _lastUsedMinute;
    private long _keptMinute;

    /// <param name="caller">Who sends it.</param>
    /// <param name="hash">The hash of its secret.</param>
    /// <param name="expires">When it ends; <c>null</c>: never.</param>
    public KeyEntry(Caller caller, byte[] hash, DateTimeOffset? expires)
    {
        _caller = caller;
        Hash = hash;
        Expires = expires;
    }

    /// <summary>Makes one of a stored key. A scope that cannot be read allows nothing of its kind.</summary>
    public KeyEntry(VirtualKey key)
        : this(CallerOf(key), key.Hash, key.Expires)
    {
        Stored = key;
        _lastUsedMinute = key.LastUsed is { } used ? Minute(used) : Never;
        _keptMinute = _lastUsedMinute;
    }

    /// <summary>The hash of its secret.</summary>
    public byte[] Hash { get; }

    /// <summary>When it ends; <c>null</c>: never.</summary>
    public DateTimeOffset? Expires { get; }

    /// <summary>The key as it is kept; <c>null</c> for one of the configuration.</summary>
    public VirtualKey? Stored { get; }

    /// <summary>When it was last used, to the minute; <c>null</c>: never.</summary>
    public DateTimeOffset? LastUsed =>
        Volatile.Read(ref _lastUsedMinute) is var minute && minute == Never ? null : DateTimeOffset.UnixEpoch.AddMinutes(minute);

    /// <summary>Who sends it, as the configuration in force sees them; the answer is kept until that changes.</summary>
    public CallerStanding Under(LlmProxyModel proxy)
    {
        var standing = Volatile.Read(ref _standing);
        if (standing is not null && ReferenceEquals(standing.Proxy, proxy))
            return standing;
        standing = CallerStanding.Of(_caller, proxy);
        Volatile.Write(ref _standing, standing);
        return standing;
    }

    /// <summary>Whether what was sent is the key's secret, or the one before it while that still works.</summary>
    public bool IsOpenedBy(ReadOnlySpan<byte> hash, DateTimeOffset now) =>
        CryptographicOperations.FixedTimeEquals(hash, Hash)
        || (Stored?.Former is { } former && now < former.Until && CryptographicOperations.FixedTimeEquals(hash, former.Hash));

    /// <summary>Takes note of a use. Writes memory once a minute only.</summary>
    public void Touch(DateTimeOffset now)
    {
        var minute = Minute(now);
        if (Volatile.Read(ref _lastUsedMinute) < minute)
            Volatile.Write(ref _lastUsedMinute, minute);
    }

    /// <summary>The stored key, with its last use as it is known now.</summary>
    public VirtualKey? AsKept() => Stored is { } key ? key with { LastUsed = LastUsed } : null;

    /// <summary>The same, if it was used since this was last asked; else <c>null</c>. For one thread at a time.</summary>
    public VirtualKey? TakeUnkeptUse()
    {
        var minute = Volatile.Read(ref _lastUsedMinute);
        if (minute == _keptMinute)
            return null;
        _keptMinute = minute;
        return AsKept();
    }

    private static long Minute(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;

    private static Caller CallerOf(VirtualKey key)
    {
        var isBroken = false;
        var scopes = KeyScopeReader.Read(key.Models, key.Routes, key.Endpoints, (_, _, _, _) => isBroken = true);
        // Written by another version, or by hand: what is not understood must not open more than was meant.
        if (isBroken)
            scopes = new KeyScopes { Routes = [""] };
        return new Caller { KeyId = key.Id, Tenant = key.Tenant, User = key.User, Tags = key.Tags, Scopes = scopes, Limits = key.Limits };
    }
}
