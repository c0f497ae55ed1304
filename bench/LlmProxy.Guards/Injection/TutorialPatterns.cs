using System.Text.RegularExpressions;

namespace LlmProxy.Guards.Injection;

/// <summary>The handful of expressions that a tutorial on prompt injection usually shows: the plain baseline.</summary>
internal static partial class TutorialPatterns
{
    /// <summary>Whether one of them occurs.</summary>
    public static bool Match(string text) => Expression().IsMatch(text);

    [GeneratedRegex(
        @"ignore (all )?(the )?(previous|prior|above) (instructions|prompts)"
        + @"|disregard (all )?(the )?(previous|prior|above)"
        + @"|forget (everything|all|your) (previous|prior|instructions)"
        + @"|you are now (a|an|in)\b|pretend (to be|you are)|act as (if|though)"
        + @"|system prompt|reveal your (instructions|prompt)"
        + @"|\bDAN\b|do anything now|developer mode|jailbreak"
        + @"|bypass (your|the) (restrictions|filters|rules)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Expression();
}
