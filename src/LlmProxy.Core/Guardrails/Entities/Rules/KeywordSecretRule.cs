using System.Buffers;
using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>A value behind a word for keys is a secret where it looks random, and its name speaks of neither something public nor a key of a table.</summary>
internal sealed class KeywordSecretRule : IMatchValidator
{
    /// <summary>Names of keys that are no secrets.</summary>
    private static readonly SearchValues<string> Harmless = SearchValues.Create(
        [
            "public", "pub_", "primary", "foreign", "partition", "sort", "cache", "idempotency", "object", "s3", "row", "message", "routing", "translation",
            "i18n", "csrf", "next", "page", "continuation", "sync", "dedup", "shortcut", "hot", "host", "mon", "don", "tur", "map", "lookup", "index",
            "license", "site", "fingerprint", "commit", "revision", "version", "kms", "etag", "image",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Names so plain that a UUID behind them is a secret too, as some services give them out.</summary>
    private static readonly SearchValues<string> Telling = SearchValues.Create(
        ["api_key", "apikey", "api-key", "client_secret", "clientsecret", "secret_key", "secretkey"], StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var match = candidate.Match;
        var start = ValueStart(match);
        var value = match[start..].TrimEnd(".-"u8);
        var name = match[..start];
        Span<char> text = stackalloc char[name.Length];
        for (var i = 0; i < name.Length; i++)
            text[i] = (char)name[i];
        var isSecret = RandomText.Is(value) || RandomText.IsUuid(value) && !Placeholder.Is(value) && text.ContainsAny(Telling);
        return isSecret && !text.ContainsAny(Harmless) ? MatchVerdict.AcceptPart(start, value.Length) : MatchVerdict.Reject;
    }

    /// <summary>Where the value begins: behind the sign, spaces and quotes.</summary>
    private static int ValueStart(ReadOnlySpan<byte> match)
    {
        var at = match.IndexOfAny(":=>"u8);
        while (match[at] is (byte)':' or (byte)'=' or (byte)'>' or (byte)' ' or (byte)'\t')
            at++;
        var quote = match[at..].IndexOfAny("\"'`"u8);
        return quote is < 0 or > 4 ? at : at + match[at..].LastIndexOfAny("\"'`"u8) + 1;
    }
}
