using LlmProxy.Core.Guardrails.Entities.Rules;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>Secrets that are known by what stands around them, or by their structure.</summary>
internal static class CredentialPatterns
{
    /// <summary>What stands between a label and its value: in code, JSON (inside of a string too), YAML, XML, .env files, headers and command lines.</summary>
    private const string Assigns = "(?:[\\\\\"'`\\]]{0,3}[ \\t]{0,4}(?::=|=>|==|[:=])[ \\t]{0,4}(?:[A-Za-z]{0,2}\\\\?[\"'`]{1,3})?|>)";

    /// <summary>URLs with user and password.</summary>
    public static PatternList Urls { get; } = new(EntityType.UrlWithCredentials, EntityGroup.Secrets, EntitySeverity.Critical)
    {
        new PatternDefinition(
            "url-credentials",
            "(?<![0-9A-Za-z+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\\s/?#@:\"'<>`]{0,64}:[^\\s/?#@\"'<>`]+@[^\\s\"'<>`\\\\]+")
        {
            MaxLength = 512,
            Validator = new CredentialUrlRule(),
        },
    };

    /// <summary>JSON Web Tokens. The payload, and a signature if any, belong to it.</summary>
    public static PatternList Tokens { get; } = new(EntityType.Jwt, EntityGroup.Secrets, EntitySeverity.Critical)
    {
        new PatternDefinition("jwt", "(?<![0-9A-Za-z_.-])e[wy][A-Za-z0-9_-]{14,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*)?")
        {
            MaxLength = PatternDefinition.LargestMaxLength,
            Validator = new JwtRule(),
        },
    };

    /// <summary>Private keys in PEM form, of all kinds.</summary>
    public static PatternList PrivateKeys { get; } = new(EntityType.PrivateKey, EntityGroup.Secrets, EntitySeverity.Critical)
    {
        new PatternDefinition("private-key", "-----BEGIN (?:[A-Z0-9]{1,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\\s|\\\\r|\\\\n)")
        {
            Continuation = new PatternContinuation("[\\x20-\\x7E\\s]", "-----END (?:[A-Z0-9]{1,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----"),
        },
    };

    /// <summary>Passwords beside the word for them, in the languages that the gateway sees most.</summary>
    public static PatternList Passwords { get; } = new(EntityType.Password, EntityGroup.Secrets, EntitySeverity.Critical)
    {
        new PatternDefinition(
            "password",
            "(?i:passwords?|passwd|passphrase|passcode|passwort|kennwort|contraseña|contrasena|clave|mot de passe|senha|palavra-passe|wachtwoord|hasło|haslo|lösenord|adgangskode|salasana|heslo|parola|şifre|пароль|密码|密碼|パスワード|비밀번호|pwd|pw)"
            + "(?:" + Assigns + "|[\"']?[ \\t]{1,2}(?:is|ist|es|est|é|è|to|:|=)[ \\t]{1,2}[\"'`]?|(?:は|是|为|是：|：)[ \\t]?)"
            + "[^\\s\"'`<>\\\\]{4,64}")
        {
            Validator = new PasswordRule(),
        },
    };

    /// <summary>Values that look random behind a word for keys, and credentials in headers.</summary>
    public static PatternList Keys { get; } = new(EntityType.ApiKey, EntityGroup.Secrets, EntitySeverity.Critical)
    {
        new PatternDefinition("keyword-secret", "(?<![0-9A-Za-z_.-])[A-Za-z0-9_.-]{0,40}(?i:key|token|secret|credentials?|auth|access|apikey)" + Assigns + "[A-Za-z0-9_~.+/=-]{16,}(?![A-Za-z0-9_~.+/=({\\[-])")
        {
            MaxLength = 512,
            Validator = new KeywordSecretRule(),
        },
        new PatternDefinition("bearer", "(?<![0-9A-Za-z])(?i:bearer|token|basic)[ \\t]{1,2}[A-Za-z0-9_~.+/=-]{16,}")
        {
            MaxLength = 1024,
            Validator = new BearerRule(),
        },
    };
}
