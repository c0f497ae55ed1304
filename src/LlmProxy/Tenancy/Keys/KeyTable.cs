using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace LlmProxy.Tenancy.Keys;

/// <summary>The stored keys in memory, by id and by the hashes of their secrets. Read by many threads, changed by one at a time.</summary>
internal sealed class KeyTable
{
    private readonly ConcurrentDictionary<string, KeyEntry> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<UInt128, KeyEntry> _byHash = new();
    private int _count;

    /// <summary>How many keys there are, those too that work no more.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>All keys.</summary>
    public IEnumerable<KeyEntry> All => _byId.Values;

    /// <summary>The key of an id, or <c>null</c>.</summary>
    public KeyEntry? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The key that a secret opens, or <c>null</c>.</summary>
    /// <param name="hash">The secret's hash. It is keyed, so how long the search for it takes tells nothing of a secret; the rest is compared in constant time.</param>
    /// <param name="now">The time.</param>
    public KeyEntry? Find(ReadOnlySpan<byte> hash, DateTimeOffset now) =>
        _byHash.TryGetValue(Index(hash), out var entry) && entry.IsOpenedBy(hash, now) ? entry : null;

    /// <summary>Puts a key in the place of the one with its id.</summary>
    public KeyEntry Set(VirtualKey key)
    {
        var entry = new KeyEntry(key);
        var old = _byId.GetValueOrDefault(key.Id);
        _byHash[Index(key.Hash)] = entry;
        if (key.Former is { } former)
            _byHash[Index(former.Hash)] = entry;
        _byId[key.Id] = entry;
        if (old is null)
            Interlocked.Increment(ref _count);
        else
            Forget(old, entry);
        return entry;
    }

    /// <summary>Takes a key out.</summary>
    public void Remove(string id)
    {
        if (!_byId.TryRemove(id, out var old))
            return;
        Interlocked.Decrement(ref _count);
        Forget(old, null);
    }

    /// <summary>Drops the hashes that lead to nothing any more.</summary>
    private void Forget(KeyEntry old, KeyEntry? successor)
    {
        Forget(old.Hash, old, successor);
        if (old.Stored?.Former is { } former)
            Forget(former.Hash, old, successor);
    }

    private void Forget(byte[] hash, KeyEntry old, KeyEntry? successor)
    {
        if (successor is null || _byHash.GetValueOrDefault(Index(hash)) != successor)
            _byHash.TryRemove(new(Index(hash), old));
    }

    private static UInt128 Index(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);
}
