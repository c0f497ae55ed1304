using System.Security.Cryptography;
using System.Text;
using LlmProxy.Core.Guardrails.Masking;

namespace LlmProxy.Guardrails.Input;

/// <summary>Masks values of one request; the vault is made with the first.</summary>
internal sealed class RequestMasker(GuardedExchange guarded, ReadOnlyMemory<byte> body) : IMasker
{
    public string? Mask(string type, ReadOnlySpan<byte> value) =>
        (guarded.Masks ??= new MaskVault(IsTaken, Mark())).TryMask(type, value, out var placeholder) ? placeholder : null;

    // Six of 32 characters, none of which is easily taken for another: about a thousand million.
    private string? Mark() => guarded.Exchange is { } exchange && KeptConversation.Concerns(exchange.Path.Endpoint, body.Span)
        ? RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 6)
        : null;

    /// <summary>Whether the caller's own words have this placeholder, in any case, with its brackets escaped or not.</summary>
    private bool IsTaken(string placeholder)
    {
        // Inside of the brackets there is nothing that JSON could write differently but by an escape for its own sake.
        Span<byte> inside = stackalloc byte[Encoding.UTF8.GetMaxByteCount(placeholder.Length)];
        var name = inside[..Encoding.UTF8.GetBytes(placeholder.AsSpan(1, placeholder.Length - 2), inside)];
        var rest = body.Span;
        while (rest.Length >= name.Length)
        {
            var at = rest.IndexOfAny(name[0], (byte)(name[0] | 0x20));
            if (at < 0 || rest.Length - at < name.Length)
                return false;
            if (Ascii.EqualsIgnoreCase(rest.Slice(at, name.Length), name))
                return true;
            rest = rest[(at + 1)..];
        }

        return false;
    }
}
