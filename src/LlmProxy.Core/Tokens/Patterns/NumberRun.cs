using LlmProxy.Core.Tokens.Unicode;

namespace LlmProxy.Core.Tokens.Patterns;

/// <summary><c>\p{N}{1,3}</c>.</summary>
internal static class NumberRun
{
    private const int Longest = 3;

    /// <summary>Where the run ends whose first number ends at <paramref name="next"/>.</summary>
    public static int End(ReadOnlySpan<byte> text, int next)
    {
        for (var count = 1; count < Longest; count++)
        {
            if (TextScan.KindAtOrNone(text, next, out var length) != CharacterKinds.Number)
            {
                break;
            }

            next += length;
        }

        return next;
    }
}
