using System.Text;
using LlmProxy.Core.Guardrails.Masking;

namespace LlmProxy.Core.Tests.Guardrails.Masking;

public sealed class MaskVaultTests
{
    [Fact]
    public void TryMask_SameValue_GetsTheSamePlaceholder()
    {
        var vault = new MaskVault(_ => false);

        Assert.Equal("<EMAIL_1>", Mask(vault, "EMAIL", "a@b.com"));
        Assert.Equal("<EMAIL_2>", Mask(vault, "EMAIL", "c@d.com"));
        Assert.Equal("<PHONE_1>", Mask(vault, "PHONE", "a@b.com"));
        Assert.Equal("<EMAIL_1>", Mask(vault, "EMAIL", "A@B.com"));
        Assert.Equal("a@b.com", Unmask(vault, "<EMAIL_1>"));
    }

    [Fact]
    public void TryMask_PlaceholderInTheCallersText_TakesTheNextNumber() =>
        Assert.Equal("<EMAIL_3>", Mask(new MaskVault(taken => taken is "<EMAIL_1>" or "<EMAIL_2>"), "EMAIL", "a@b.com"));

    [Theory]
    [InlineData("<email_1>", "a@b.com")]
    [InlineData("<Email_1>", "a@b.com")]
    [InlineData("<EMAIL_11>", null)]
    [InlineData("<EMAIL_2>", null)]
    [InlineData("EMAIL_1", null)]
    public void TryGetValue_Placeholder_IsFoundInAnyCase(string placeholder, string? expected)
    {
        var vault = new MaskVault(_ => false);
        Mask(vault, "EMAIL", "a@b.com");

        Assert.Equal(expected, Unmask(vault, placeholder));
    }

    [Fact]
    public void TryMask_Full_TakesNoMore()
    {
        var vault = new MaskVault(_ => false);
        for (var i = 0; i < MaskVault.MaxValues; i++)
            Assert.NotNull(Mask(vault, "T", $"{i}"));

        Assert.Null(Mask(vault, "T", "more"));
        Assert.Equal("<T_1>", Mask(vault, "T", "0"));
    }

    private static string? Mask(MaskVault vault, string type, string value) =>
        vault.TryMask(type, Encoding.UTF8.GetBytes(value), out var placeholder) ? placeholder : null;

    private static string? Unmask(MaskVault vault, string placeholder) =>
        vault.TryGetValue(Encoding.UTF8.GetBytes(placeholder), out var value) ? Encoding.UTF8.GetString(value.Span) : null;
}
