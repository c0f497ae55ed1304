using LlmProxy.Core.Guardrails.Entities.Rules;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>Names of persons, by the words before them. What stands in running text without such words is not found; that takes a model.</summary>
internal static class NamePatterns
{
    private const string Part = @"\p{Lu}['’]?\p{Lu}?\p{Ll}[\p{Ll}\p{Lu}'’-]{0,24}";

    private const string Name = "(?:" + Part + @"|\p{Lu}\.)(?: (?:(?:de|da|del|della|van|von|der|den|la|le|bin|al|el|di|dos) ){0,2}(?:" + Part + @"|\p{Lu}\.?)){0,3}(?![\p{L}])";

    /// <summary>The patterns.</summary>
    public static PatternList Patterns { get; } = new(EntityType.Person, EntityGroup.Names, EntitySeverity.Low)
    {
        new PatternDefinition("person-by-title", @"(?<![0-9A-Za-z_])(?:Mrs?|Ms|Mx|Miss|Dr|Prof|Sr|Sra|Herr|Frau|Mme|Mlle|Sig|Signora|Señor|Señora|Dra)\.? " + Name) { Validator = new NameRule() },
        new PatternDefinition("person-introduced", @"(?i:(?<![0-9A-Za-z_])(?:my name is|my name's|i am called|(?:full )?name:|mi nombre es|me llamo|mein name ist|ich heiße|je m'appelle|mi chiamo|meu nome é|mijn naam is|jag heter|nazywam się|меня зовут)) {1,2}" + Name) { Validator = new NameRule() },
        new PatternDefinition("person-addressed", @"(?<![0-9A-Za-z_])(?:Dear|Hi|Hello|Hey|Liebe|Lieber|Cher|Chère|Querido|Querida|Estimado|Estimada|Caro|Cara|Beste|Best regards,|Kind regards,|Regards,|Sincerely,|Best,|Cheers,)[ \n]{1,2}" + Name) { Validator = new NameRule() },
        new PatternDefinition("person-in-role", @"(?i:(?<![0-9A-Za-z_])(?:patient|employee|applicant|kontoinhaberin|kontoinhaber|issued to|invoice for|signed by|attn:?|cliente|paziente|patientin)) " + Name) { Validator = new NameRule() },
    };
}
