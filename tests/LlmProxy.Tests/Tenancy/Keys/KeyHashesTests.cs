using LlmProxy.Tenancy.Keys;

namespace LlmProxy.Tests.Tenancy.Keys;

public sealed class KeyHashesTests
{
    private const string Key = "sk-llmp-one";

    private readonly KeyHasher _process = new(new byte[32]);
    private readonly KeyHasher _store = new([.. Enumerable.Repeat((byte)1, 32)]);

    [Fact]
    public void By_TwoHashers_TellsEachOnesHash()
    {
        var hashes = new KeyHashes(Key);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(_process.Hash(Key), hashes.By(_process));
            Assert.Equal(_store.Hash(Key), hashes.By(_store));
        }
    }

    [Fact]
    public void By_SameHasher_HashesOnce()
    {
        var hashes = new KeyHashes(Key);
        var first = hashes.By(_process);
        hashes.By(_store);
        Assert.True(first == hashes.By(_process));
    }

    [Fact]
    public void By_HasherOfAStoreReadAgain_TellsItsHash()
    {
        var hashes = new KeyHashes(Key);
        hashes.By(_process);
        hashes.By(_store);
        var again = new KeyHasher([.. Enumerable.Repeat((byte)2, 32)]);
        Assert.Equal(again.Hash(Key), hashes.By(again));
        Assert.Equal(_store.Hash(Key), hashes.By(_store));
    }

    [Theory]
    [InlineData("sk-llmp-one", true)]
    [InlineData("sk-llmp-onE", false)]
    [InlineData("sk-llmp-on", false)]
    [InlineData("sk-llmp-one ", false)]
    public void AreOf_OtherKey_IsTrueForThisOneAlone(string other, bool expected) =>
        Assert.Equal(expected, new KeyHashes(Key).AreOf(other));
}
