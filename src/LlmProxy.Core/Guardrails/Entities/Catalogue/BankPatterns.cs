using LlmProxy.Core.Guardrails.Entities.Context;
using LlmProxy.Core.Guardrails.Entities.Rules;
using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>Payment cards, bank accounts and wallets.</summary>
internal static class BankPatterns
{
    private const string Free = "(?<![0-9A-Za-z_.+-])";

    private const string End = "(?![0-9A-Za-z_])";

    /// <summary>Payment cards: digits in one run, or grouped as cards print them.</summary>
    public static PatternList Cards { get; } = new(EntityType.CreditCard, EntityGroup.Pii, EntitySeverity.High)
    {
        { "card", Free + "[0-9]{12,19}" + End, new CardRule() },
        { "card-grouped", Free + "[0-9]{4}(?:(?:[ -][0-9]{4}){2}(?:[ -][0-9]{1,4}(?:[ -][0-9]{1,3})?)?|[ -][0-9]{6}[ -][0-9]{4,5})" + End, new CardRule() },
    };

    /// <summary>IBANs, in one run or in groups of four.</summary>
    public static PatternList Ibans { get; } = new(EntityType.Iban, EntityGroup.Pii, EntitySeverity.High)
    {
        new PatternDefinition("iban", "(?<![0-9A-Za-z_])(?i:[A-Z]{2}[0-9]{2}(?:[ -]?[0-9A-Z]{4}){2,7}(?:[ -]?[0-9A-Z]{1,3})?)")
        {
            MaxLength = 48,
            Validator = new IbanRule(),
        },
    };

    /// <summary>Addresses of wallets.</summary>
    public static PatternList Wallets { get; } = new(EntityType.Crypto, EntityGroup.Pii, EntitySeverity.Medium)
    {
        { "bitcoin", Free + "[13mn2LMDTX][1-9A-HJ-NP-Za-km-z]{25,34}" + End, Checksums.Base58Check.IsAddress },
        { "bitcoin-segwit", Free + "(?:(?:bc|tb|ltc)1[02-9ac-hj-np-z]{38,62}|(?:BC|TB|LTC)1[02-9AC-HJ-NP-Z]{38,62})" + End, Checksums.Bech32.IsValid },
        { "cardano", Free + "(?:addr|stake)1[02-9ac-hj-np-z]{50,}" + End, Checksums.Bech32.IsValid },
        { "ethereum", Free + "0x[0-9a-fA-F]{40}" + End, static value => !Placeholder.HasRun(value[2..]) },
        { "ripple", Free + "r[1-9A-HJ-NP-Za-km-z]{24,34}" + End, static value => Entropy.Of(value) > 3.5, Evidence.Label, Labels.Wallet },
        { "solana", Free + "[1-9A-HJ-NP-Za-km-z]{43,44}" + End, static value => Entropy.Of(value) > 4, Evidence.Label, Labels.Wallet },
        { "monero", Free + "[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}" + End, static value => Entropy.Of(value) > 4 },
    };
}
