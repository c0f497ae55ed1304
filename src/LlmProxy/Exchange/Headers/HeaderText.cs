using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace LlmProxy.Exchange.Headers;

/// <summary>What a response header can hold.</summary>
/// <remarks>
/// The server throws at any other character, and with it the whole answer would be lost: for a model's name, a caller's id, or
/// a file name that a provider wrote in UTF-8.
/// </remarks>
internal static class HeaderText
{
    private static readonly SearchValues<char> Sendable =
        SearchValues.Create([.. "\t", .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)]);

    /// <summary>Whether <paramref name="value"/> is plain ASCII without control characters.</summary>
    public static bool CanBeSent(string? value) => !value.AsSpan().ContainsAnyExcept(Sendable);

    /// <inheritdoc cref="CanBeSent(string?)"/>
    public static bool CanBeSent(StringValues values)
    {
        foreach (var value in values)
        {
            if (!CanBeSent(value))
                return false;
        }

        return true;
    }
}
