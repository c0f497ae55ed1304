using LlmProxy.Configuration.Routing;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Events;
using LlmProxy.Webhooks.Settings;

namespace LlmProxy.Configuration.Reading;

/// <summary>Reads the receivers of events.</summary>
internal static class WebhookReader
{
    private const int MaxNameLength = 100;

    /// <summary>Reads those at <paramref name="path"/>; one that is not right is noted and left out.</summary>
    public static IReadOnlyList<WebhookModel> Read(
        IList<WebhookOptions> webhooks, string path, SecretResolver secrets, ICollection<ConfigurationError> errors)
    {
        var models = new List<WebhookModel>();
        for (var i = 0; i < webhooks.Count; i++)
        {
            if (Read(webhooks[i], $"{path}:{i}", secrets, errors) is not { } model)
                continue;
            if (models.Exists(other => other.Name == model.Name))
                errors.Add(new($"{path}:{i}:{nameof(WebhookOptions.Name)}", $"is '{model.Name}', which another receiver has", "each must have a name of its own"));
            else
                models.Add(model);
        }

        return models;
    }

    private static WebhookModel? Read(WebhookOptions options, string path, SecretResolver secrets, ICollection<ConfigurationError> errors)
    {
        var name = Name(options, path, errors);
        var url = Url(options, path, errors);
        var patterns = Events(options, path, errors);
        var secret = Secret(options, path, secrets, errors);
        return name is null || url is null ? null : new()
        {
            Name = name,
            Url = url,
            Secret = secret?.Value,
            Missing = secret?.Missing ?? [],
            Events = patterns,
            MaxBatch = options.MaxBatch,
        };
    }

    private static string? Name(WebhookOptions options, string path, ICollection<ConfigurationError> errors)
    {
        if (options.Name is null)
            return null;
        if (options.Name.Length <= MaxNameLength && options.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            return options.Name;
        errors.Add(new($"{path}:{nameof(options.Name)}", "is no name", $"write letters, digits, '-', '_' and '.', at most {MaxNameLength}"));
        return null;
    }

    private static Uri? Url(WebhookOptions options, string path, ICollection<ConfigurationError> errors)
    {
        if (options.Url is null)
            return null;
        // An address may hold a password or a token, so it is not shown.
        if (Uri.TryCreate(options.Url, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
            return url;
        errors.Add(new($"{path}:{nameof(options.Url)}", "is not an absolute https address", "write it like 'https://example.com/hooks'; http is for loopback alone"));
        return null;
    }

    private static List<ModelPattern> Events(WebhookOptions options, string path, ICollection<ConfigurationError> errors)
    {
        var patterns = new List<ModelPattern>();
        for (var i = 0; i < options.Events.Count; i++)
        {
            var pattern = new ModelPattern(options.Events[i]);
            patterns.Add(pattern);
            if (!EventTypes.All.Any(type => pattern.Matches(type)))
                errors.Add(new($"{path}:{nameof(options.Events)}:{i}", $"is '{options.Events[i]}', which no event is called", $"there are {string.Join(", ", EventTypes.All)}"));
        }

        return patterns;
    }

    private static SecretResolution? Secret(WebhookOptions options, string path, SecretResolver secrets, ICollection<ConfigurationError> errors)
    {
        if (options.Secret is null)
            return null;
        var resolved = secrets.Resolve(options.Secret);
        var problem = resolved.Problem;
        if (problem is null && resolved.Value is { } value && Webhooks.WebhookSignature.KeyOf(value.Reveal()) is null)
            problem = "begins with 'whsec_' but does not go on in Base64, or is empty";
        if (problem is null)
            return resolved;
        errors.Add(new($"{path}:{nameof(options.Secret)}", problem, SecretRules.Remedy));
        return null;
    }
}
