namespace LlmProxy.Guardrails;

/// <summary>The types of guards. Each is also the name of a guard of that type with its defaults, unless the configuration says what the name means.</summary>
public static class GuardTypes
{
    /// <summary>Attempts to override, bypass or reveal instructions.</summary>
    public const string Injection = "injection";

    /// <summary>Personal data.</summary>
    public const string Pii = "pii";

    /// <summary>Keys, tokens, passwords.</summary>
    public const string Secrets = "secrets";

    /// <summary>Words and expressions that are not wanted.</summary>
    public const string Deny = "deny";

    /// <summary>As <see cref="Deny"/>, for subjects: words that name them.</summary>
    public const string Topics = "topics";

    /// <summary>Bounds on texts.</summary>
    public const string Limits = "limits";

    /// <summary>A JSON schema that a request's user text keeps.</summary>
    public const string Schema = "schema";

    /// <summary>Commands that destroy, and code that runs what it is given.</summary>
    public const string UnsafeCode = "unsafe-code";

    /// <summary>An answer that repeats the system prompt.</summary>
    public const string SystemPromptLeak = "system-prompt-leak";

    /// <summary>An answer that keeps the schema which the request asked for.</summary>
    public const string JsonSchema = "json-schema";

    /// <summary>What an answer must look like.</summary>
    public const string Format = "format";

    /// <summary>An OpenAI-compatible moderation endpoint.</summary>
    public const string Moderation = "moderation";

    /// <summary>A chat model that judges.</summary>
    public const string Judge = "judge";

    /// <summary>A service of one's own.</summary>
    public const string Webhook = "webhook";
}
