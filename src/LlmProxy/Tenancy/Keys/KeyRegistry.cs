using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Storage;
using LlmProxy.Tenancy.Settings;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tenancy.Keys;

/// <summary>All virtual keys in memory: those of the store, loaded once, and those of the configuration.</summary>
/// <remarks>
/// A request looks up what is here and nothing else, so keys go on working while the store is away. What the store could not tell at the
/// start is read again by <see cref="KeyLoading"/>; until then only keys of the configuration are known.
/// </remarks>
internal sealed partial class KeyRegistry(IStateStore store, LlmConfigState configuration, ILogger<KeyRegistry> logger) : IDisposable
{
    private const string IdPrefix = "key_";
    private const string HashKeyDocument = "hash_key";
    private const string CheckDocument = "hash_check";

    private static readonly byte[] CheckedText = "LlmProxy.Tenancy.Keys"u8.ToArray();

    private readonly ConditionalWeakTable<KeyModel, StaticKeyTable> _static = [];
    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile KeyHasher? _hasher;
    private volatile bool _isReachable;
    private volatile bool _hasUnreadable;
    private volatile bool _isStoreMissing;

    /// <summary>The stored keys.</summary>
    public KeyTable Stored { get; } = new();

    /// <summary>Whether the store has told its keys.</summary>
    public bool IsLoaded => _hasher is not null;

    /// <summary>Whether it is known what stored keys there are: they were read, or nothing was ever stored.</summary>
    public bool IsKnown => IsLoaded || _isStoreMissing;

    /// <summary>Hashes the secrets of stored keys; <c>null</c> before <see cref="IsLoaded"/>.</summary>
    public KeyHasher? Hasher => _hasher;

    /// <summary>Whether callers need a key under a configuration.</summary>
    /// <remarks>
    /// A key that was revoked or has expired counts, and so does one that cannot be read: closing the last door must not open the house. While it
    /// is not known whether there are keys, they are needed, unless the configuration says that anybody may call; and where other machines can
    /// call, they are needed until it says so.
    /// </remarks>
    public bool NeedsKey(LlmProxyModel proxy) =>
        proxy.Keys.Required || proxy.Keys.Static.Count > 0 || Stored.Count > 0 || _hasUnreadable
        || (!proxy.AllowAnonymous && (_isReachable || !IsKnown));

    /// <summary>Says that other machines can call; for good, since the server does not move while it runs.</summary>
    public void OpenToNetwork() => _isReachable = true;

    /// <summary>The key that a caller sent, or <c>null</c>. Those that work no more are found too.</summary>
    public KeyEntry? Find(KeyHashes key, KeyModel keys, DateTimeOffset now)
    {
        if (keys.Static.Count > 0 && _static.GetValue(keys, static keys => new StaticKeyTable(keys)).Find(key, now) is { } configured)
            return configured;
        if (_hasher is not { } hasher || Stored.Count == 0)
            return null;
        return Stored.Find(key.By(hasher), now);
    }

    /// <summary>Reads the stored keys, if that is still to be done.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (IsLoaded)
                return;
            var documents = await DocumentsAsync(cancellationToken);
            var secret = Secret(documents);
            foreach (var document in documents)
            {
                if (!document.Key.StartsWith(IdPrefix, StringComparison.Ordinal))
                    continue;
                if (KeyJson.Read(document.Content) is { } key && key.Id == document.Key)
                    Stored.Set(key);
                else
                    SetAside(document.Key);
            }

            Check(documents, secret);
            _hasher = new KeyHasher(secret);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _loading.Dispose();

    private async ValueTask<IReadOnlyList<StateDocument>> DocumentsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.LoadAsync(StateCollections.Keys, cancellationToken);
        }
        catch (IOException e)
        {
            _isStoreMissing = e is StorageException { IsMissing: true };
            throw;
        }
    }

    private void SetAside(string id)
    {
        _hasUnreadable = true;
        Log.Unreadable(logger, id);
    }

    /// <summary>The secret of the hashes: the configuration's, else the store's, else a new one, which the store gets.</summary>
    private byte[] Secret(IReadOnlyList<StateDocument> documents)
    {
        if (configuration.Current.Proxy.Keys.HashKey is { } configured)
            return Encoding.UTF8.GetBytes(configured.Reveal());
        if (Find(documents, HashKeyDocument) is { Length: >= KeyHasher.Size } kept)
            return kept;
        var secret = RandomNumberGenerator.GetBytes(KeyHasher.Size);
        store.Put(StateCollections.Keys, HashKeyDocument, secret);
        return secret;
    }

    /// <summary>A secret that is another than before makes every stored key unknown; that must be said, for it looks like a theft of all of them.</summary>
    private void Check(IReadOnlyList<StateDocument> documents, byte[] secret)
    {
        var check = HMACSHA256.HashData(secret, CheckedText);
        if (Find(documents, CheckDocument) is { } before && Stored.Count > 0 && !CryptographicOperations.FixedTimeEquals(before, check))
            Log.OtherSecret(logger, Stored.Count);
        else
            store.Put(StateCollections.Keys, CheckDocument, check);
    }

    private static byte[]? Find(IReadOnlyList<StateDocument> documents, string key)
    {
        foreach (var document in documents)
        {
            if (document.Key == key)
                return document.Content.ToArray();
        }

        return null;
    }

    // Event ids 500 to 504. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(500, LogLevel.Error, "The stored key '{Id}' cannot be read, and does not work.", EventName = "KeyUnreadable")]
        public static partial void Unreadable(ILogger logger, string id);

        [LoggerMessage(
            501, LogLevel.Error, "LlmProxy:Keys:HashKey is another than when the {Count} stored keys were made; none of them works until it is the same again.",
            EventName = "KeysOfAnotherSecret")]
        public static partial void OtherSecret(ILogger logger, int count);
    }
}
