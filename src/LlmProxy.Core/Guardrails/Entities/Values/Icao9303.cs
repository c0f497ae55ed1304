namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The check digits of travel documents (ICAO Doc 9303, part 3, 4.9).</summary>
internal static class Icao9303
{
    /// <summary>The check digit of a field: weights 7, 3, 1; letters count 10 to 35 and fillers nothing.</summary>
    public static int Check(ReadOnlySpan<byte> field)
    {
        ReadOnlySpan<byte> weights = [7, 3, 1];
        var sum = 0;
        for (var i = 0; i < field.Length; i++)
            sum += Math.Max(AlphaNumeric.ValueOf(field[i]), 0) * weights[i % 3];
        return sum % 10;
    }
}
