using System.Collections.Frozen;

namespace LlmProxy.Core.Guardrails.Entities;

/// <summary>The public names of entity types: in configuration, in audits, and in <c>[REDACTED_EMAIL]</c>.</summary>
public static class EntityNames
{
    private static readonly string[] Names =
    [
        "EMAIL", "PHONE", "CREDIT_CARD", "IBAN", "IP_ADDRESS", "US_SSN", "NATIONAL_ID", "PASSPORT", "DRIVER_LICENSE", "DATE_OF_BIRTH",
        "MEDICAL_ID", "CRYPTO", "API_KEY", "AWS_KEY", "JWT", "PRIVATE_KEY", "PASSWORD", "URL_WITH_CREDENTIALS", "PERSON",
        "UNSAFE_SQL", "UNSAFE_SHELL", "UNSAFE_EVAL",
    ];

    private static readonly FrozenDictionary<string, EntityType> Types =
        Enum.GetValues<EntityType>().ToFrozenDictionary(Of, StringComparer.OrdinalIgnoreCase);

    /// <summary>All names, in the order of the types.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The name of a type.</summary>
    public static string Of(EntityType type) => Names[(int)type];

    /// <summary>The type of a name; case does not matter.</summary>
    /// <returns><c>null</c> for a name that is none.</returns>
    public static EntityType? Find(string name) => Types.TryGetValue(name, out var type) ? type : null;
}
