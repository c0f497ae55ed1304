using System.Buffers;

namespace LlmProxy.Core.Guardrails.Requests;

/// <summary>Tells base64 from words: what has other characters is a text, whatever it is said to be.</summary>
internal static class Base64Text
{
    private static readonly SearchValues<byte> Digits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_\\"u8);

    /// <summary>Whether the inside of a JSON string can be base64; a slash may be escaped.</summary>
    public static bool Is(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(Digits);

    /// <summary>Whether it is an address that holds base64 of something that is no text: <c>data:image/png;base64,…</c>.</summary>
    public static bool IsAddress(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("data:"u8) || text.StartsWith("data:text/"u8))
            return false;
        var comma = text.IndexOf((byte)',');
        return comma > 0 && text[..comma].EndsWith(";base64"u8) && Is(text[(comma + 1)..]);
    }
}
