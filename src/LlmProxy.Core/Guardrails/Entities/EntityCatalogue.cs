using LlmProxy.Core.Guardrails.Entities.Catalogue;

namespace LlmProxy.Core.Guardrails.Entities;

/// <summary>All patterns for personal data, secrets and destructive code.</summary>
/// <remarks>The order matters: of two entities at one place and of one length the earlier pattern's counts. So what has a form of its own comes before what any number is.</remarks>
public static class EntityCatalogue
{
    /// <summary>The patterns, in their order.</summary>
    public static IReadOnlyList<EntityPattern> All { get; } =
    [
        .. CredentialPatterns.PrivateKeys,
        .. CredentialPatterns.Urls,
        .. CredentialPatterns.Tokens,
        .. AmazonKeyPatterns.Patterns,
        .. ProviderKeyPatterns.Models,
        .. ProviderKeyPatterns.Development,
        .. ProviderKeyPatterns.Clouds,
        .. ProviderKeyPatterns.Services,
        .. CredentialPatterns.Keys,
        .. CredentialPatterns.Passwords,
        .. ContactPatterns.Emails,
        .. BankPatterns.Ibans,
        .. BankPatterns.Wallets,
        .. NetworkPatterns.Patterns,
        .. DocumentPatterns.SocialSecurity,
        .. DocumentPatterns.Births,
        .. BankPatterns.Cards,
        .. DocumentPatterns.Passports,
        .. DocumentPatterns.Licenses,
        .. MedicalPatterns.Patterns,
        .. NationalIdsOfEurope.Patterns,
        .. NationalIdsOfAmerica.Patterns,
        .. NationalIdsOfAsiaPacific.Patterns,
        .. ContactPatterns.Phones,
        .. UnsafeCodePatterns.Sql,
        .. UnsafeCodePatterns.Shell,
        .. UnsafeCodePatterns.Eval,
        .. NamePatterns.Patterns,
    ];

    /// <summary>The patterns of a guard, of some types or of all.</summary>
    /// <param name="group">The guard.</param>
    /// <param name="types">The types that are looked for; <c>null</c>: all of the guard's.</param>
    public static IReadOnlyList<EntityPattern> Of(EntityGroup group, IReadOnlyCollection<EntityType>? types = null) =>
        [.. All.Where(pattern => pattern.Group == group && (types is null || types.Contains(pattern.Type)))];
}
