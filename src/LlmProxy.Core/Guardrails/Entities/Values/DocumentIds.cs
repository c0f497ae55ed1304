namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>Numbers of documents with a check.</summary>
internal static class DocumentIds
{
    /// <summary>The second line of a passport: its number, its holder's birth and its expiry, each with their check digit (ICAO Doc 9303, part 4, 4.2.2).</summary>
    public static bool IsMachineReadable(ReadOnlySpan<byte> line) =>
        Icao9303.Check(line[..9]) == line[9] - '0' && Icao9303.Check(line[13..19]) == line[19] - '0' && Icao9303.Check(line[21..27]) == line[27] - '0';
}
