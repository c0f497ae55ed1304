using LlmProxy.Tenancy.Keys;

namespace LlmProxy.Tests.Tenancy.Keys;

public sealed class KeyTextTests
{
    [Fact]
    public void Create_Always_IsIntactAndItsOwn()
    {
        var key = KeyText.Create();

        Assert.Matches("^llmp_[0-9A-Za-z]{32}$", key);
        Assert.True(KeyText.IsIntact(key));
        Assert.NotEqual(key, KeyText.Create());
    }

    [Fact]
    public void IsIntact_AnyCharacterWrong_IsFalse()
    {
        var key = KeyText.Create();

        for (var i = 0; i < key.Length; i++)
        {
            var other = key[i] == 'x' ? 'y' : 'x';
            Assert.False(KeyText.IsIntact(key.Remove(i, 1).Insert(i, other.ToString())), $"character {i}");
        }
    }

    [Fact]
    public void IsIntact_CharacterLostOrAdded_IsFalse()
    {
        var key = KeyText.Create();

        Assert.False(KeyText.IsIntact(key.AsSpan()[..^1]));
        Assert.False(KeyText.IsIntact(key + "0"));
        Assert.False(KeyText.IsIntact(""));
    }

    // SHA-256 of 26 zeros begins with 0x575b8348 = 1465615176 = 1 * 62^5 + 37 * 62^4 + 11 * 62^3 + 35 * 62^2 + 28 * 62^1 + 28 * 62^0: in base 62 "1bBZSS".
    [Fact]
    public void IsIntact_KnownKey_StaysSo() => Assert.True(KeyText.IsIntact("llmp_00000000000000000000000000" + "1bBZSS"));

    [Fact]
    public void Masked_Key_ShowsItsEnds()
    {
        Assert.Equal("llmp_…wxyz", KeyText.Masked(KeyText.Ending("llmp_abcdwxyz")));
    }
}
