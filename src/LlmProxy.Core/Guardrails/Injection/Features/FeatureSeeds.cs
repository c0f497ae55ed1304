namespace LlmProxy.Core.Guardrails.Injection.Features;

/// <summary>The numbers that keep features of different kinds apart. The weights belong to them: a change here needs the model trained anew.</summary>
internal static class FeatureSeeds
{
    /// <summary>What stands for the word before the first of a sentence.</summary>
    public const uint SentenceStart = 0x5EED0001;

    /// <summary>Two words or concepts, one after the other.</summary>
    public const uint Pairs = 0x9E3779B1;

    /// <summary>Three.</summary>
    public const uint Triples = 0x85EBCA77;

    /// <summary>A concept.</summary>
    public const uint Concept = 0xC2B2AE3D;

    /// <summary>Whether a concept opens its sentence.</summary>
    public const uint Opening = 0x27D4EB2F;

    /// <summary>What folding undid.</summary>
    public const uint Folding = 0x165667B1;
}
