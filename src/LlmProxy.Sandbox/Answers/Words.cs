using System.Text;

namespace LlmProxy.Sandbox.Answers;

/// <summary>Text of a given size, made of short words so that each is one token.</summary>
internal static class Words
{
    private static readonly string[] List = ["sand", "box", "water", "shore", "tide", "wave", "shell", "dune", "reef", "gull"];

    /// <summary>So many words.</summary>
    public static string Of(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++) text.Append(i > 0 ? " " : "").Append(List[i % List.Length]);
        return text.ToString();
    }

    /// <summary>Text of exactly so many characters, each one byte.</summary>
    public static string OfLength(int length)
    {
        var text = new StringBuilder(length + 8);
        for (var i = 0; text.Length < length; i++) text.Append(List[i % List.Length]).Append(' ');
        return text.ToString(0, length);
    }
}
