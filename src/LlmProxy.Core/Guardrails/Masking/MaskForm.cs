namespace LlmProxy.Core.Guardrails.Masking;

/// <summary>How a placeholder is written: <c>&lt;EMAIL_1&gt;</c>, the type and a number that tells the values of it apart.</summary>
public static class MaskForm
{
    /// <summary>The longest placeholder, in bytes with both brackets; what is longer is none.</summary>
    public const int MaxLength = 64;

    /// <summary>What a placeholder found in an answer is called.</summary>
    internal const string SpanType = "MASK";

    /// <summary>Whether a placeholder may have this byte between its brackets. A model that writes Markdown puts a backslash before the underscore.</summary>
    internal static bool IsPart(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'\\';

    /// <summary>Writes the placeholder as the vault knows it: in capitals, without Markdown's backslashes.</summary>
    /// <param name="written">With both brackets, at most <see cref="MaxLength"/> bytes.</param>
    /// <param name="normal">At least as long.</param>
    /// <returns>How many bytes that is.</returns>
    internal static int Normalize(ReadOnlySpan<byte> written, Span<byte> normal)
    {
        var length = 0;
        foreach (var b in written)
        {
            if (b != '\\')
                normal[length++] = (byte)char.ToUpperInvariant((char)b);
        }

        return length;
    }
}
