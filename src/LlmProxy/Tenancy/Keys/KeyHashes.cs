using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LlmProxy.Tenancy.Keys;

/// <summary>A key that a caller sent, and its hashes, each computed once: by the secret of this process, and by that of the store.</summary>
/// <param name="key">The key, at most <see cref="KeyHasher.MaxKeyLength"/> characters.</param>
internal sealed class KeyHashes(string key)
{
    private (KeyHasher Hasher, byte[] Hash)? _first;
    private (KeyHasher Hasher, byte[] Hash)? _second;

    /// <summary>Whether a key is this one; it takes as long wherever they differ.</summary>
    public bool AreOf(string other) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes<char>(key), MemoryMarshal.AsBytes<char>(other));

    /// <summary>The key's hash. Not for two callers at once.</summary>
    public ReadOnlySpan<byte> By(KeyHasher hasher)
    {
        if (_first is { } first && first.Hasher == hasher)
            return first.Hash;
        // A store that was read again has another hasher: the oldest hash goes.
        if (_second is not { } second || second.Hasher != hasher)
            second = (hasher, hasher.Hash(key));
        (_first, _second) = (second, _first);
        return second.Hash;
    }
}
