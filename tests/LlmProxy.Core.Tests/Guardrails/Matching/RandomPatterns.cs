using System.Text;

namespace LlmProxy.Core.Tests.Guardrails.Matching;

/// <summary>Makes expressions of the engine's subset, and texts that they have a chance to match.</summary>
internal sealed class RandomPatterns(Random random)
{
    private static readonly string[] Singles =
    [
        "a", "b", "c", "1", "2", "-", "@", "\\.", "é", "я", "[ab]", "[^a]", "[a-c1]", "\\d", "\\w", "\\s", "\\W", "[^\\w@]", ".", "[\\dя]",
        "\\p{Lu}", "K", "ß", "한",
    ];

    private static readonly string[] Befores = ["\\b", "^", "(?<![\\w.])", "(?<=[a-c])", "(?<=^|\\s)", "\\B", "(?<!@)"];
    private static readonly string[] Afters = ["\\b", "\\z", "(?!\\w)", "(?=[b-])", "(?=\\s|\\z)", "\\B", "(?![é@])"];
    private const string Letters = "aaabbbccc112-@.. éяKk\nß한A_";

    /// <summary>An expression.</summary>
    public string Expression()
    {
        var before = random.Next(3) == 0 ? Befores[random.Next(Befores.Length)] : "";
        var after = random.Next(3) == 0 ? Afters[random.Next(Afters.Length)] : "";
        var body = Piece(3);
        return random.Next(6) == 0 ? $"(?:{before}{body}|{Piece(2)}{after})" : $"{before}(?:{body}){after}";
    }

    /// <summary>A text without characters above U+FFFF, for which .NET and the engine count alike.</summary>
    public string Text(int maxLength)
    {
        var text = new StringBuilder();
        for (var i = random.Next(maxLength + 1); i > 0; i--)
            text.Append(Letters[random.Next(Letters.Length)]);
        return text.ToString();
    }

    private string Piece(int depth) => random.Next(depth == 0 ? 1 : 5) switch
    {
        0 => Singles[random.Next(Singles.Length)],
        1 or 2 => Piece(depth - 1) + Piece(depth - 1),
        3 => $"(?:{Piece(depth - 1)}|{Piece(depth - 1)})",
        _ => $"(?:{Piece(depth - 1)}){Count()}",
    };

    private string Count() => random.Next(6) switch
    {
        0 => "*",
        1 => "+",
        2 => "?",
        3 => "{2}",
        4 => $"{{{random.Next(3)},{3 + random.Next(3)}}}",
        _ => "{2,}",
    };
}
