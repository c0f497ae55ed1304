using System.Text;
using LlmProxy.Core.Guardrails.Entities.Checksums;
using LlmProxy.Core.Guardrails.Entities.Values;

namespace LlmProxy.Core.Tests.Guardrails.Entities;

public class ChecksumTests
{
    [Theory]
    [InlineData("79927398713", true)] // doubled from the right: 3+2+7+8+9+6+7+4+9+9+... = 70
    [InlineData("79927398710", false)]
    [InlineData("4111111111111111", true)] // 8 + 7 ones + 7 twos + 1 = 30
    public void Luhn_Number_IsValidByItsLastDigit(string number, bool isValid) =>
        Assert.Equal(isValid, Luhn.IsValid(DigitsOf(number)));

    [Theory]
    [InlineData("2363", true)] // Verhoeff's own example: 236 has the check digit 3.
    [InlineData("3263", false)] // Two digits swapped, which Luhn would not always see.
    [InlineData("2364", false)]
    public void Verhoeff_Number_IsValidByItsLastDigit(string number, bool isValid) =>
        Assert.Equal(isValid, Verhoeff.IsValid(DigitsOf(number)));

    [Theory]
    [InlineData("WEST12345698765432GB82", 1)] // The example of ISO 13616, the first four moved to the end.
    [InlineData("WEST12345698765432GB83", 2)]
    [InlineData("97", 0)]
    [InlineData("98", 1)]
    public void Mod97_Text_LeavesTheRemainder(string text, int remainder) =>
        Assert.Equal(remainder, Iso7064.Mod97(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("86095742719", true)] // The example of the German tax office.
    [InlineData("86095742718", false)]
    public void Mod11And10_Number_IsValidByItsLastDigit(string number, bool isValid) =>
        Assert.Equal(isValid, Iso7064.IsMod11And10(DigitsOf(number)));

    [Theory]
    [InlineData("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", true)] // The first address ever used.
    [InlineData("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", false)]
    [InlineData("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", true)] // BIP 13's form.
    [InlineData("0A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", false)] // A nought is not in the alphabet.
    public void Base58Check_Address_IsValidByItsDigest(string address, bool isValid) =>
        Assert.Equal(isValid, Base58Check.IsAddress(Encoding.ASCII.GetBytes(address)));

    [Theory]
    [InlineData("A12UEL5L", true)] // BIP 173, valid Bech32
    [InlineData("A1LQFN3A", true)] // BIP 350, valid Bech32m
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", true)] // BIP 173
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", false)] // BIP 173, invalid checksum
    public void Bech32_Text_IsValidByItsLastSix(string text, bool isValid) =>
        Assert.Equal(isValid, Bech32.IsValid(Encoding.ASCII.GetBytes(text)));

    private static byte[] DigitsOf(string number)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        return Digits.Of(Encoding.ASCII.GetBytes(number), buffer).ToArray();
    }
}
