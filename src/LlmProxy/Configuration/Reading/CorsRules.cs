using LlmProxy.Configuration.Binding;
using LlmProxy.Tenancy.Settings;

namespace LlmProxy.Configuration.Reading;

/// <summary>Checks the origins of <c>LlmProxy:Cors</c>.</summary>
internal static class CorsRules
{
    /// <summary>Notes whatever is no origin as a browser writes it.</summary>
    public static void Check(CorsOptions options, string path, ICollection<ConfigurationError> errors)
    {
        for (var i = 0; i < options.Origins.Count; i++)
        {
            var origin = options.Origins[i];
            var here = $"{path}:{nameof(LlmProxyOptions.Cors)}:{nameof(options.Origins)}:{i}";
            if (origin.Contains('*'))
                errors.Add(new(here, "has a '*'", "name each origin in full: a key in a page is anybody's whom the page can be shown to"));
            else if (!IsOrigin(origin))
                errors.Add(new(here, $"is {SafeValue.Show(origin)}, which no browser sends", "write scheme, host and port alone, as 'https://app.example.com'"));
        }
    }

    /// <summary>A browser writes scheme and host in lower case, in ASCII, and leaves the usual port out; what differs would never match.</summary>
    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.UserInfo.Length == 0
        && origin == uri.GetLeftPart(UriPartial.Authority) && System.Text.Ascii.IsValid(origin);
}
