using System.Buffers.Binary;
using System.Collections.Frozen;
using LlmProxy.Tenancy.Settings;

namespace LlmProxy.Tenancy.Keys;

/// <summary>The keys of one configuration. Immutable.</summary>
/// <remarks>Hashed with a secret of this process: what stands in the configuration needs no store.</remarks>
internal sealed class StaticKeyTable
{
    private static readonly KeyHasher Hasher = KeyHasher.Random();
    private readonly FrozenDictionary<UInt128, KeyEntry> _byHash;

    /// <param name="keys">The configuration's.</param>
    public StaticKeyTable(KeyModel keys)
    {
        var entries = new Dictionary<UInt128, KeyEntry>();
        foreach (var key in keys.Static)
        {
            if (key.Secret is not { } secret)
                continue;
            var hash = Hasher.Hash(secret.Reveal());
            entries.TryAdd(Index(hash), new KeyEntry(key.Caller, hash, key.Expires));
        }

        _byHash = entries.ToFrozenDictionary();
    }

    /// <summary>The key that a caller sent, or <c>null</c>.</summary>
    public KeyEntry? Find(KeyHashes key, DateTimeOffset now)
    {
        if (_byHash.Count == 0)
            return null;
        var hash = key.By(Hasher);
        return _byHash.TryGetValue(Index(hash), out var entry) && entry.IsOpenedBy(hash, now) ? entry : null;
    }

    private static UInt128 Index(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);
}
