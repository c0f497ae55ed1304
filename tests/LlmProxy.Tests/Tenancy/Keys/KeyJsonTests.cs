using System.Text;
using LlmProxy.Tenancy;
using LlmProxy.Tenancy.Keys;

namespace LlmProxy.Tests.Tenancy.Keys;

public sealed class KeyJsonTests
{
    [Fact]
    public void Write_EveryField_IsReadBack()
    {
        var at = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
        var key = new VirtualKey
        {
            Id = "key_1",
            Name = "Ä \"name\"",
            Tenant = "acme",
            User = "u",
            Tags = ["a", "b"],
            Models = ["gpt-*"],
            Routes = ["llm"],
            Endpoints = ["ChatCompletions"],
            Limits = new KeyLimits { RequestsPerMinute = 5, TokensPerDay = 7, BudgetPerDay = 0.10m },
            Created = at,
            Expires = at.AddDays(1),
            Revoked = at.AddHours(1),
            LastUsed = at.AddMinutes(1),
            Hash = new byte[32],
            Ending = "abcd",
            Former = new FormerSecret(new byte[32], "efgh", at),
        };

        var written = KeyJson.Write(key);
        var read = KeyJson.Read(written)!;

        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(KeyJson.Write(read)));
        Assert.Equal(key.Limits, read.Limits);
        Assert.Equal(key.Revoked, read.Revoked);
        Assert.Equal(key.Former.Until, read.Former!.Until);
        Assert.Equal(["gpt-*"], read.Models);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"id":"key_1","name":"n","created":"2026-01-01T00:00:00Z","hash":"AAAA","ending":"abcd"}""")]
    public void Read_NoKey_IsNull(string document) => Assert.Null(KeyJson.Read(Encoding.UTF8.GetBytes(document)));
}
