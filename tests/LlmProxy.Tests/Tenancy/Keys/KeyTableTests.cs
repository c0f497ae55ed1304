using LlmProxy.Tenancy.Keys;

namespace LlmProxy.Tests.Tenancy.Keys;

public sealed class KeyTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly KeyTable _table = new();

    [Fact]
    public void Find_KnownHash_IsItsKey()
    {
        _table.Set(Key("key_1", Hash(1)));
        _table.Set(Key("key_2", Hash(2)));

        Assert.Equal("key_2", _table.Find(Hash(2), Now)!.Stored!.Id);
        Assert.Null(_table.Find(Hash(3), Now));
        Assert.Equal(2, _table.Count);
    }

    [Fact]
    public void Find_SameFirstHalf_ComparesTheWhole()
    {
        _table.Set(Key("key_1", Hash(1)));
        var other = Hash(1);
        other[31] ^= 1;

        Assert.Null(_table.Find(other, Now));
    }

    [Fact]
    public void Set_RotatedKey_FormerSecretWorksUntilItsEnd()
    {
        _table.Set(Key("key_1", Hash(1)));
        _table.Set(Key("key_1", Hash(2)) with { Former = new FormerSecret(Hash(1), "aaaa", Now.AddMinutes(1)) });

        Assert.NotNull(_table.Find(Hash(2), Now));
        Assert.NotNull(_table.Find(Hash(1), Now));
        Assert.Null(_table.Find(Hash(1), Now.AddMinutes(1)));
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void Set_RotatedTwice_ForgetsTheFirstSecret()
    {
        _table.Set(Key("key_1", Hash(1)));
        _table.Set(Key("key_1", Hash(2)) with { Former = new FormerSecret(Hash(1), "aaaa", Now.AddDays(1)) });
        _table.Set(Key("key_1", Hash(3)) with { Former = new FormerSecret(Hash(2), "bbbb", Now.AddDays(1)) });

        Assert.Null(_table.Find(Hash(1), Now));
        Assert.NotNull(_table.Find(Hash(2), Now));
        Assert.NotNull(_table.Find(Hash(3), Now));
    }

    [Fact]
    public void Set_RotatedWithoutGrace_FormerSecretIsGone()
    {
        _table.Set(Key("key_1", Hash(1)));
        _table.Set(Key("key_1", Hash(2)));

        Assert.Null(_table.Find(Hash(1), Now));
    }

    [Fact]
    public void Remove_Key_LeavesNothing()
    {
        _table.Set(Key("key_1", Hash(1)) with { Former = new FormerSecret(Hash(2), "aaaa", Now.AddDays(1)) });

        _table.Remove("key_1");

        Assert.Null(_table.Find(Hash(1), Now));
        Assert.Null(_table.Find(Hash(2), Now));
        Assert.Null(_table.Find("key_1"));
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Touch_ManyTimesAMinute_IsKeptOnce()
    {
        var entry = _table.Set(Key("key_1", Hash(1)));

        Assert.Null(entry.TakeUnkeptUse());
        entry.Touch(Now.AddSeconds(61));
        entry.Touch(Now.AddSeconds(90));

        Assert.Equal(Now.AddMinutes(1), entry.TakeUnkeptUse()!.LastUsed);
        Assert.Null(entry.TakeUnkeptUse());
    }

    [Fact]
    public void KeyEntry_ScopeThatCannotBeRead_AllowsNothing()
    {
        var entry = _table.Set(Key("key_1", Hash(1)) with { Endpoints = ["Telepathy"] });

        Assert.False(entry.Under(new()).Caller.Scopes.AllowsRoute("llm"));
    }

    private static VirtualKey Key(string id, byte[] hash) => new() { Id = id, Name = id, Created = Now, Hash = hash, Ending = "abcd" };

    private static byte[] Hash(byte first) => [.. Enumerable.Range(first, 32).Select(value => (byte)value)];
}
