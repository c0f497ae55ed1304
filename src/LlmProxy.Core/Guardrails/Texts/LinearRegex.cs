using System.Text.RegularExpressions;

namespace LlmProxy.Core.Guardrails.Texts;

/// <summary>Regular expressions that run in time linear in the text, whatever they are: those of callers and of configurations.</summary>
/// <remarks>They are .NET's without backtracking, so they have no back references, no look-around and no atomic groups.</remarks>
public static class LinearRegex
{
    /// <summary>The most characters of one expression: 4,096.</summary>
    public const int MaxLength = 4096;

    /// <summary>Makes the expression.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="isWhole">Whether it must match the whole text, not a part of it.</param>
    /// <exception cref="ArgumentException">It is none, or it is longer than <see cref="MaxLength"/> or needs more than linear time; the message says which.</exception>
    public static Regex Create(string pattern, bool isWhole = false)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.Length > MaxLength)
            throw new ArgumentException($"The expression is longer than {MaxLength} characters.", nameof(pattern));
        try
        {
            // Made on its own first, so that one with a bracket too many is not completed by those around it.
            var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return isWhole ? new Regex($@"\A(?:{pattern})\z", regex.Options) : regex;
        }
        catch (NotSupportedException e)
        {
            throw new ArgumentException(e.Message, nameof(pattern), e);
        }
    }
}
