using LlmProxy.Configuration.Reading;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Guardrails.Settings;
using LlmProxy.Webhooks;

namespace LlmProxy.Guardrails.External;

/// <summary>Makes guards of type <see cref="GuardTypes.Webhook"/>.</summary>
internal sealed class WebhookGuardFactory(Lazy<GuardOutside> outside) : IGuardFactory
{
    /// <inheritdoc/>
    public string Type => GuardTypes.Webhook;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Settings { get; } = [nameof(GuardrailOptions.Url), nameof(GuardrailOptions.Secret), .. ExternalGuard.CommonSettings];

    /// <inheritdoc/>
    public GuardDirections Directions => GuardDirections.Both;

    /// <inheritdoc/>
    public Guard? Create(GuardDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var url = Url(definition);
        var secret = Secret(definition);
        return url is null ? null : new WebhookGuard(definition, url, secret, outside);
    }

    private static Uri? Url(GuardDefinition definition)
    {
        // An address may hold a password or a token, so it is not shown.
        if (Uri.TryCreate(definition.Options.Url, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
            return url;
        definition.Error(
            nameof(GuardrailOptions.Url), definition.Options.Url is null ? "is missing" : "is not an absolute https address",
            "write it like 'https://example.com/guard'; http is for loopback alone");
        return null;
    }

    private static Secret? Secret(GuardDefinition definition)
    {
        if (definition.Options.Secret is not { } template)
        {
            definition.Error(nameof(GuardrailOptions.Secret), "is missing", SecretRules.Remedy);
            return null;
        }

        var resolved = (definition.Secrets ?? SecretResolver.System).Resolve(template);
        var problem = resolved.Problem;
        if (problem is null && resolved.Value is { } value && WebhookSignature.KeyOf(value.Reveal()) is null)
            problem = "begins with 'whsec_' but does not go on in Base64, or is empty";
        if (problem is not null)
            definition.Error(nameof(GuardrailOptions.Secret), problem, SecretRules.Remedy);
        return resolved.Value;
    }
}
