using System.Globalization;
using System.Text.Json.Nodes;

namespace LlmProxy.Host.Commands;

/// <summary>What <see cref="KeysVerb"/> asks the gateway.</summary>
/// <param name="Method">The method.</param>
/// <param name="Rest">What follows the path of the keys.</param>
/// <param name="Body">The body; <c>null</c>: none.</param>
/// <param name="Url">The gateway; <c>null</c>: where it listens by default.</param>
internal sealed record KeysCommand(HttpMethod Method, string Rest, JsonObject? Body, string? Url)
{
    private static readonly string[] Texts = ["name", "tenant", "user", "expires"];
    private static readonly string[] Lists = ["tag", "model", "route", "endpoint"];

    private static readonly string[] Limits =
    [
        "requests-per-minute", "tokens-per-minute", "tokens-per-day", "concurrent-requests", "budget-per-day", "budget-per-week", "budget-per-month",
    ];

    /// <summary>Understands what was written.</summary>
    /// <returns>The question; <c>null</c>: it is not understood, and <paramref name="problem"/> says why.</returns>
    public static KeysCommand? Parse(string[] arguments, out string? problem)
    {
        var words = new List<string>();
        var options = new List<(string Name, string Value)>();
        problem = Split(arguments, words, options);
        if (problem is not null)
            return null;
        var url = options.LastOrDefault(option => option.Name == "url").Value;
        var fields = options.Where(option => option.Name != "url").ToList();
        var id = words.Count == 2 ? "/" + Uri.EscapeDataString(words[1]) : "";
        switch (words)
        {
            case ["create"]:
                return Fields(fields, ref problem) is { } made ? new(HttpMethod.Post, "", made, url) : null;
            case ["update", _]:
                return Fields(fields, ref problem) is { } changed ? new(HttpMethod.Patch, id, changed, url) : null;
            case ["list"] when fields.All(field => field.Name == "tenant"):
                var tenant = fields.LastOrDefault().Value;
                return new(HttpMethod.Get, tenant is null ? "?limit=1000" : $"?limit=1000&tenant={Uri.EscapeDataString(tenant)}", null, url);
            case ["show", _] when fields.Count == 0:
                return new(HttpMethod.Get, id, null, url);
            case ["revoke", _] when fields.Count == 0:
                return new(HttpMethod.Delete, id, null, url);
            case ["rotate", _] when fields.All(field => field.Name == "grace"):
                return new(HttpMethod.Post, id + "/rotate", fields.Count == 0 ? [] : new JsonObject { ["grace"] = fields[^1].Value }, url);
            default:
                problem = "That is not understood.";
                return null;
        }
    }

    private static string? Split(string[] arguments, List<string> words, List<(string Name, string Value)> options)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                words.Add(argument);
            else if (argument.IndexOf('=', StringComparison.Ordinal) is var equals && equals > 0)
                options.Add((argument[2..equals], argument[(equals + 1)..]));
            else if (i + 1 < arguments.Length)
                options.Add((argument[2..], arguments[++i]));
            else
                return $"'{argument}' needs a value.";
        }

        return null;
    }

    private static JsonObject? Fields(List<(string Name, string Value)> options, ref string? problem)
    {
        var body = new JsonObject();
        foreach (var (name, value) in options)
        {
            if (Texts.Contains(name))
                body[name] = value.Length == 0 ? null : value;
            else if (Lists.Contains(name))
                Add(body, name + "s", value);
            else if (Limits.Contains(name) && Number(value, out var number))
                AddLimit(body, name.Replace('-', '_'), number);
            else
                problem = Limits.Contains(name) ? $"'--{name}' needs a number." : $"'--{name}' is not an option.";
        }

        return problem is null ? body : null;
    }

    private static bool Number(string value, out decimal? number)
    {
        number = null;
        if (value.Length == 0)
            return true;
        var isNumber = decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed);
        number = parsed;
        return isNumber;
    }

    private static void Add(JsonObject body, string list, string value)
    {
        if (body[list] is not JsonArray values)
            body[list] = values = [];
        if (value.Length > 0)
            values.Add((JsonNode)value);
    }

    private static void AddLimit(JsonObject body, string name, decimal? number)
    {
        if (body["limits"] is not JsonObject limits)
            body["limits"] = limits = [];
        limits[name] = number;
    }
}
