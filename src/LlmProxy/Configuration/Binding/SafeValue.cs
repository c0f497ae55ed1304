using System.Text;

namespace LlmProxy.Configuration.Binding;

/// <summary>Puts values of a configuration into messages: short, on one line.</summary>
internal static class SafeValue
{
    private const int MaxLength = 60;

    /// <summary><paramref name="value"/> in quotes, cut to 60 characters, control characters replaced.</summary>
    public static string Show(string value)
    {
        var shown = new StringBuilder("'");
        foreach (var c in value.AsSpan(0, Math.Min(value.Length, MaxLength)))
        {
            shown.Append(char.IsControl(c) ? '?' : c);
        }

        return shown.Append(value.Length > MaxLength ? "…'" : "'").ToString();
    }

    /// <summary><paramref name="text"/> with its control characters replaced.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

    /// <summary>Names in quotes, with commas between them.</summary>
    public static string List(IEnumerable<string> names) => string.Join(", ", names.Select(Show));
}
