using LlmProxy.Core.Limits;

namespace LlmProxy.Core.Tests.Limits;

public class WaitTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("30", 30)]
    [InlineData(" 0.5 ", 0.5)]
    [InlineData("12ms", 0.012)]
    [InlineData("1.5s", 1.5)]
    [InlineData("6m0s", 360)]
    [InlineData("1h2m3s", 3723)]
    [InlineData("2m59.56s", 179.56)]
    [InlineData("17.399999999s", 17.399999999)]
    [InlineData("34.4s", 34.4)]
    [InlineData("1d", 86400)]
    [InlineData("250µs", 0.00025)]
    [InlineData("2026-08-01T12:00:05Z", 5)]
    [InlineData("2026-08-01T14:00:05.5+02:00", 5.5)]
    [InlineData("Sat, 01 Aug 2026 12:00:07 GMT", 7)]
    [InlineData("Saturday, 01-Aug-26 12:00:07 GMT", 7)]
    [InlineData("Sat Aug  1 12:00:07 2026", 7)]
    [InlineData("1785585660", 60)]
    [InlineData("1785585660500", 60.5)]
    public void Parse_EveryForm_IsThatLong(string text, double seconds) =>
        Assert.Equal(seconds, Wait.Parse(text, Now)!.Value.TotalSeconds, 1e-6);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0s")]
    [InlineData("-5s")]
    [InlineData("5 apples")]
    [InlineData("s")]
    [InlineData("1s2")]
    [InlineData("1.2.3s")]
    [InlineData("NaN")]
    [InlineData("1e3")]
    [InlineData("Infinity")]
    [InlineData("soon")]
    [InlineData("2026-08-01T11:59:59Z")]
    [InlineData("2026-13-01T11:59:59Z")]
    [InlineData("Sat, 01 Aug 2026 11:00:00 GMT")]
    [InlineData("<html>")]
    public void Parse_NothingOrNonsense_IsNoWait(string text) => Assert.Null(Wait.Parse(text, Now));

    [Theory]
    [InlineData("99999999")]
    [InlineData("999999999999999999999999999999999999999999999999999999")]
    [InlineData("100000h")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void Parse_LongerThanAnyoneWaits_IsTheLongest(string text) => Assert.Equal(Wait.Max, Wait.Parse(text, Now));

    [Fact]
    public void Parse_OverlongText_IsNotRead() => Assert.Null(Wait.Parse(new string('1', 129), Now));

    [Theory]
    [InlineData("5,7", 7)]
    [InlineData("6m0s, 1s", 360)]
    [InlineData("0, 1", 1)]
    [InlineData("Sat, 01 Aug 2026 12:00:07 GMT", 7)]
    public void Longest_JoinedByCommas_IsTheLongest(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Wait.Longest(text, Now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("a, b")]
    public void Longest_WithoutAWait_IsNone(string? text) => Assert.Null(Wait.Longest(text, Now));
}
