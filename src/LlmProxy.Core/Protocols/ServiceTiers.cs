namespace LlmProxy.Core.Protocols;

/// <summary>Reads the names that providers give their service tiers.</summary>
public static class ServiceTiers
{
    /// <summary>The tier that a JSON string's content names, in any case; <see cref="ServiceTier.Unstated"/> where it is empty.</summary>
    /// <remarks>
    /// OpenAI: <c>auto</c>, <c>default</c>, <c>flex</c>, <c>priority</c>, <c>scale</c>. Anthropic: <c>standard</c>, <c>priority</c>, <c>batch</c>;
    /// in requests <c>auto</c> and <c>standard_only</c>. Groq: <c>on_demand</c>, <c>flex</c>, <c>auto</c>, <c>performance</c>.
    /// <c>auto</c> is standard until the answer says otherwise.
    /// </remarks>
    public static ServiceTier Parse(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return ServiceTier.Unstated;
        if (Is(name, "default"u8) || Is(name, "standard"u8) || Is(name, "auto"u8) || Is(name, "on_demand"u8) || Is(name, "standard_only"u8))
            return ServiceTier.Standard;
        if (Is(name, "flex"u8)) return ServiceTier.Flex;
        if (Is(name, "priority"u8)) return ServiceTier.Priority;
        return Is(name, "batch"u8) ? ServiceTier.Batch : ServiceTier.Other;
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known) => System.Text.Ascii.EqualsIgnoreCase(name, known);
}
