using LlmProxy.Core.Guardrails.Entities.Rules;
using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>Keys of Amazon Web Services: identifiers by their prefix, secrets by their length and what stands before them.</summary>
internal static class AmazonKeyPatterns
{
    /// <summary>The patterns.</summary>
    public static PatternList Patterns { get; } = new(EntityType.AwsKey, EntityGroup.Secrets, EntitySeverity.Critical)
    {
        { "aws-access-key", "(?<![0-9A-Za-z_])(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}(?![0-9A-Za-z_])", static value => !Placeholder.Is(value) && Entropy.Of(value) >= 3 },
        new PatternDefinition("aws-secret-key", "(?<![0-9A-Za-z])(?i:(?:aws[a-z_-]{0,10}|secret[_ -]?access[_ -]?|secret[_ -]?)(?:key|access|secret)(?:[_ -]?key)?)[\"'`]{0,2}[ \\t]{0,4}(?:is|:=|=>|[:=,]|[ \\t])?[ \\t]{0,4}[\"'`]{0,2}[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
        {
            Validator = new AwsSecretRule(),
        },
    };
}
