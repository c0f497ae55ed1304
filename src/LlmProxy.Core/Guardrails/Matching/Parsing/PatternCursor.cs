using System.Text;

namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>A place in an expression.</summary>
internal sealed class PatternCursor(string patternId, string expression)
{
    /// <summary>Characters from the beginning.</summary>
    public int Position { get; private set; }

    /// <summary>Whether nothing follows.</summary>
    public bool IsAtEnd => Position == expression.Length;

    /// <summary>The next character; NUL at the end.</summary>
    public char Next => IsAtEnd ? '\0' : expression[Position];

    /// <summary>Passes <paramref name="text"/> if it comes next.</summary>
    public bool TryTake(string text)
    {
        if (string.CompareOrdinal(expression, Position, text, 0, text.Length) != 0)
            return false;
        Position += text.Length;
        return true;
    }

    /// <summary>Passes <paramref name="text"/>.</summary>
    /// <exception cref="PatternException">Something else comes next.</exception>
    public void Take(string text)
    {
        if (!TryTake(text))
            throw Error($"'{text}' is expected here.");
    }

    /// <summary>Passes one character, which may be two UTF-16 units.</summary>
    /// <exception cref="PatternException">The expression ends, or half a character stands here.</exception>
    public int TakeCharacter()
    {
        if (IsAtEnd)
            throw Error("the expression ends too early.");
        if (!Rune.TryGetRuneAt(expression, Position, out var rune))
            throw Error("half a surrogate pair is no character.");
        Position += rune.Utf16SequenceLength;
        return rune.Value;
    }

    /// <summary>Passes a decimal number.</summary>
    /// <returns><c>null</c>: no digit comes next.</returns>
    /// <exception cref="PatternException">The number is above <paramref name="largest"/>.</exception>
    public int? TakeNumber(int largest)
    {
        int? number = null;
        while (char.IsAsciiDigit(Next))
        {
            number = ((number ?? 0) * 10) + (Next - '0');
            if (number > largest)
                throw Error($"a count can be {largest} at most.");
            Position++;
        }

        return number;
    }

    /// <summary>Passes a number of hexadecimal digits.</summary>
    /// <exception cref="PatternException">There are fewer.</exception>
    public int TakeHex(int digits)
    {
        var value = 0;
        for (var i = 0; i < digits; i++)
        {
            if (!char.IsAsciiHexDigit(Next))
                throw Error($"{digits} hexadecimal digits are expected here.");
            value = (value * 16) + Convert.ToInt32(Next.ToString(), 16);
            Position++;
        }

        return value;
    }

    /// <summary>Goes back to a place that was read before.</summary>
    public void Return(int position) => Position = position;

    /// <summary>An error at a place, by default the current one.</summary>
    public PatternException Error(string problem, int? position = null) => new(patternId, position ?? Position, problem);
}
