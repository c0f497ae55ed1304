namespace LlmProxy.Configuration.Reading;

/// <summary>What is said about secrets that cannot be read.</summary>
internal static class SecretRules
{
    /// <summary>How a reference to a secret is written.</summary>
    public const string Remedy = "write ${NAME} for an environment variable, ${file:PATH} for a file, with plain ASCII behind it";
}
