using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange;
using LlmProxy.Storage;

namespace LlmProxy.Tenancy.Keys;

/// <summary>Makes, changes, rotates and revokes keys, one change at a time.</summary>
/// <remarks>
/// A change is answered once it is on disk. What gives access takes effect after that, what takes it away before: so no answer promises
/// what a restart would take back, and a key that leaked is dead at once, come what may of the disk.
/// </remarks>
internal sealed class KeyAdmin(KeyRegistry keys, IStateStore store, LlmConfigState configuration, TimeProvider clock) : IDisposable
{
    /// <summary>Most keys, those too that work no more; at the bound a new one takes the place of the oldest that does not.</summary>
    public const int MaxKeys = 100_000;

    /// <summary>The longest time for which the former secret of a rotated key still works.</summary>
    public static readonly TimeSpan MaxGrace = TimeSpan.FromDays(7);

    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>The bound in force; a test sets its own.</summary>
    public int Capacity { get; init; } = MaxKeys;

    /// <summary>Whether keys outlive the process.</summary>
    public bool IsDurable => store.IsDurable;

    /// <summary>Makes a key.</summary>
    /// <returns>The key as it is kept, and its secret, which nobody will see again.</returns>
    /// <exception cref="LlmException">400: what is said of it cannot be; 409: there is no room; 503: it could not be stored, and does not exist.</exception>
    public async Task<(KeyEntry Key, string Secret)> CreateAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        KeyRequestRules.Check(request, configuration.Current.Proxy, now);
        using var turn = await TurnAsync(cancellationToken);
        MakeRoom(now);
        var secret = KeyText.Create();
        var key = request.ApplyTo(new VirtualKey
        {
            Id = $"key_{RequestIds.Create(now)}",
            Name = "",
            Created = now,
            Hash = Hasher.Hash(secret),
            Ending = KeyText.Ending(secret),
        });
        await StoreAsync(key, before: null, cancellationToken);
        return (keys.Stored.Set(key), secret);
    }

    /// <summary>Changes what is said of a key.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="change">Gives what shall be said instead of what is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LlmException">400, 404, 409: it was revoked; 503: the change could not be stored, and does not hold.</exception>
    public async Task<KeyEntry> ChangeAsync(string id, Func<KeyRequest, KeyRequest> change, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        var before = Living(id);
        var said = change(KeyRequest.Of(before));
        KeyRequestRules.Check(said, configuration.Current.Proxy, said.Expires == before.Expires ? null : clock.GetUtcNow());
        var key = said.ApplyTo(before);
        await StoreAsync(key, before, cancellationToken);
        return keys.Stored.Set(key);
    }

    /// <summary>Gives a key a new secret; the one that it had works on for a time.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="grace">How long, from 0 to <see cref="MaxGrace"/>. A secret that was former already ends at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LlmException">404, 409: it was revoked or has expired; 503: it could not be stored, and the secret is as it was.</exception>
    public async Task<(KeyEntry Key, string Secret)> RotateAsync(string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var before = Living(id);
        if (before.IsOver(now))
            throw Refused(409, "The key has expired; move its end with PATCH first, or make another.", "key_expired");
        var secret = KeyText.Create();
        var key = before with
        {
            Hash = Hasher.Hash(secret),
            Ending = KeyText.Ending(secret),
            Former = grace > TimeSpan.Zero ? new FormerSecret(before.Hash, before.Ending, now + grace) : null,
        };
        await StoreAsync(key, before, cancellationToken);
        return (keys.Stored.Set(key), secret);
    }

    /// <summary>Ends a key, at once and for good. Its record stays, so that costs have a name and a gateway with keys stays closed. Twice is as once.</summary>
    /// <exception cref="LlmException">404; 503: it is revoked here and now, but a restart before it is stored would bring it back.</exception>
    public async Task<KeyEntry> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        var before = Known(id);
        var entry = keys.Stored.Set(before with { Revoked = before.Revoked ?? clock.GetUtcNow(), Former = null });
        store.Put(StateCollections.Keys, id, KeyJson.Write(entry.Stored!));
        try
        {
            await store.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            throw Refused(503, "The key is revoked, but that could not be stored yet: a restart before it is would bring the key back. Revoke it again.", "key_not_stored");
        }

        return entry;
    }

    /// <summary>Puts what is known of keys' last use into the store, behind the requests.</summary>
    public async Task KeepUseAsync(CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        foreach (var entry in keys.Stored.All)
        {
            if (entry.TakeUnkeptUse() is { } key)
                store.Put(StateCollections.Keys, key.Id, KeyJson.Write(key));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    private KeyHasher Hasher => keys.Hasher
        ?? throw Refused(503, "The gateway's store cannot be read yet, so stored keys are not known and cannot be changed.", "keys_unavailable");

    private async Task<Turn> TurnAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        return new Turn(_changing);
    }

    private VirtualKey Known(string id)
    {
        _ = Hasher;
        return keys.Stored.Find(id)?.AsKept() ?? throw Refused(404, "There is no stored key with this id.", "key_not_found");
    }

    private VirtualKey Living(string id)
    {
        var key = Known(id);
        return key.Revoked is null ? key : throw Refused(409, "The key was revoked, which is for good; make another.", "key_revoked");
    }

    private void MakeRoom(DateTimeOffset now)
    {
        _ = Hasher;
        if (keys.Stored.Count < Capacity)
            return;
        var oldest = keys.Stored.All.Select(entry => entry.Stored!).Where(key => key.IsOver(now)).MinBy(key => key.Created)
            ?? throw Refused(409, $"There are {Capacity} keys, the most that are kept. Revoke one first.", "too_many_keys");
        keys.Stored.Remove(oldest.Id);
        store.Delete(StateCollections.Keys, oldest.Id);
    }

    private async Task StoreAsync(VirtualKey key, VirtualKey? before, CancellationToken cancellationToken)
    {
        store.Put(StateCollections.Keys, key.Id, KeyJson.Write(key));
        try
        {
            await store.FlushAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // What waits in the store must not come true later, behind the back of whoever was told that it failed.
            if (before is null)
                store.Delete(StateCollections.Keys, key.Id);
            else
                store.Put(StateCollections.Keys, key.Id, KeyJson.Write(before));
            if (e is OperationCanceledException)
                throw;
            throw Refused(503, "The change could not be stored, and does not hold. /health/ready tells how the store is.", "key_not_stored");
        }
    }

    private static LlmException Refused(int status, string message, string code) => new(new LlmError(
        status, status >= 500 ? LlmErrorTypes.Server : LlmErrorTypes.InvalidRequest, message, code) { ShouldRetry = status >= 500 });

    private readonly struct Turn(SemaphoreSlim changing) : IDisposable
    {
        public void Dispose() => changing.Release();
    }
}
