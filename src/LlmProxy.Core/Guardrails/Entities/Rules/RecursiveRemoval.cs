namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>A removal counts where it goes down into directories.</summary>
internal static class RecursiveRemoval
{
    /// <summary>Whether an option among those of <c>rm</c> is <c>r</c>, <c>R</c> or <c>--recursive</c>.</summary>
    public static bool Is(ReadOnlySpan<byte> command)
    {
        var rest = command;
        while (rest.IndexOf((byte)'-') is >= 0 and var dash)
        {
            rest = rest[(dash + 1)..];
            var end = rest.IndexOfAny(" \t"u8);
            var option = end < 0 ? rest : rest[..end];
            if (option.StartsWith("-"u8) ? option.SequenceEqual("-recursive"u8) : option.IndexOfAny("rR"u8) >= 0)
                return true;
            rest = end < 0 ? default : rest[end..];
        }

        return false;
    }
}
