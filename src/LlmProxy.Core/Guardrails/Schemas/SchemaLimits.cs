namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>What a schema may cost: it may come from a caller, and must not hang the gateway.</summary>
internal static class SchemaLimits
{
    /// <summary>Most bytes of a schema: 256 KiB.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Most schemas within one: 10,000.</summary>
    public const int MaxNodes = 10_000;

    /// <summary>Most regular expressions in one: 200.</summary>
    public const int MaxPatterns = 200;

    /// <summary>How deep JSON may be, schemas and values alike: 64, as System.Text.Json has it.</summary>
    public const int MaxDepth = 64;

    /// <summary>How deep rules may lie in each other while a value is checked, references followed: 256.</summary>
    public const int MaxNesting = 256;

    /// <summary>Most steps of one check, whatever the value: 100,000, which are some ten milliseconds. A step is one rule, or 64 bytes compared.</summary>
    public const int MaxSteps = 100_000;

    /// <summary>Further steps for each byte of the value: 16, so that long values can be checked, and in linear time.</summary>
    public const int StepsForAByte = 16;
}
