namespace LlmProxy.Core.Guardrails.Entities.Checksums;

/// <summary>The check of Bech32 and Bech32m, from BIP 173 and BIP 350.</summary>
internal static class Bech32
{
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    private const uint Bech32Check = 1;

    private const uint Bech32mCheck = 0x2bc830a3;

    private static readonly uint[] Generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>Whether the last six characters are the check of those before.</summary>
    /// <param name="text">ASCII, all in one case; the prefix ends at the last <c>1</c>.</param>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        var separator = text.LastIndexOf((byte)'1');
        if (separator < 1 || text.Length - separator < 7)
            return false;
        var check = 1u;
        foreach (var character in text[..separator])
            check = Step(check, (uint)(character | 0x20) >> 5);
        check = Step(check, 0);
        foreach (var character in text[..separator])
            check = Step(check, (uint)(character | 0x20) & 31);
        foreach (var character in text[(separator + 1)..])
        {
            var value = Alphabet.IndexOf((char)(character | 0x20), StringComparison.Ordinal);
            if (value < 0)
                return false;
            check = Step(check, (uint)value);
        }

        return check is Bech32Check or Bech32mCheck;
    }

    private static uint Step(uint check, uint value)
    {
        var top = check >> 25;
        check = (check & 0x1ffffff) << 5 ^ value;
        for (var i = 0; i < Generators.Length; i++)
        {
            if ((top >> i & 1) != 0)
                check ^= Generators[i];
        }

        return check;
    }
}
