using System.Text;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Guardrails.Words;

/// <summary>Makes patterns of words and phrases.</summary>
internal static class WordPattern
{
    /// <summary>Most characters of a word or phrase: 200.</summary>
    public const int MaxLength = 200;

    private const string Meta = @"\.^$|?*+()[]{}-#&/";

    /// <summary>A pattern that matches the word wherever it stands whole, in either case; white space in a phrase matches any.</summary>
    /// <param name="word">The word, not empty.</param>
    /// <param name="folding">What is undone in texts, and so in the word.</param>
    public static PatternDefinition Of(string word, FoldOptions folding)
    {
        // Letters with accents have two forms in Unicode; what is folded has either.
        var forms = new[] { Fold(AccentForms.Join(word), folding), Fold(AccentForms.Split(word), folding) };
        var expression = string.Join('|', forms.Distinct(StringComparer.Ordinal).Select(Escape));
        return new(word, expression) { IgnoreCase = true, WholeWords = true, MaxLength = PatternDefinition.LargestMaxLength };
    }

    private static string Fold(string word, FoldOptions folding)
    {
        using var folder = new TextFolder(folding);
        folder.Feed(Encoding.UTF8.GetBytes(word));
        var folded = Encoding.UTF8.GetString(folder.Folded);
        folder.Finish();
        return (folded + Encoding.UTF8.GetString(folder.Folded)).Trim();
    }

    private static string Escape(string word)
    {
        var expression = new StringBuilder();
        foreach (var part in word.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (expression.Length > 0)
                expression.Append(@"\s{1,8}");
            foreach (var c in part)
            {
                if (Meta.Contains(c, StringComparison.Ordinal))
                    expression.Append('\\');
                expression.Append(c);
            }
        }

        return expression.ToString();
    }
}
