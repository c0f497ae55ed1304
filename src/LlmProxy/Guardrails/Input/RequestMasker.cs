using System.Security.Cryptography;
using LlmProxy.Core.Guardrails.Masking;

namespace LlmProxy.Guardrails.Input;

/// <summary>Masks values of one request; the vault is made with the first.</summary>
/// <remarks>Where the caller's own words have so many placeholders that none is known to be free, values are redacted.</remarks>
internal sealed class RequestMasker(GuardedExchange guarded, ReadOnlyMemory<byte> body) : IMasker
{
    private TakenPlaceholders? _taken;

    public string? Mask(string type, ReadOnlySpan<byte> value)
    {
        var taken = _taken ??= new TakenPlaceholders(body.Span);
        if (taken.IsFull)
            return null;
        return (guarded.Masks ??= new MaskVault(taken.Contains, Mark())).TryMask(type, value, out var placeholder) ? placeholder : null;
    }

    // Six of 32 characters, none of which is easily taken for another: about a thousand million.
    private string? Mark() => guarded.Exchange is { } exchange && KeptConversation.Concerns(exchange.Path.Endpoint, body.Span)
        ? RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 6)
        : null;
}
