namespace LlmProxy.Endpoints;

/// <summary>A request's path, understood.</summary>
/// <param name="Endpoint">What it is for.</param>
/// <param name="Rest">What follows the version, beginning with a slash: <c>/chat/completions</c>.</param>
/// <param name="Deployment">The model named by Azure's deployment form of the path.</param>
/// <param name="ObjectId">The stored object, or the model, that the path names.</param>
public readonly record struct LlmPath(LlmEndpoint Endpoint, string Rest, string? Deployment = null, string? ObjectId = null)
{
    private const string Version = "/v1";
    private const string Azure = "/openai";
    private const string Deployments = "/deployments/";

    /// <summary>
    /// Understands <c>…/v1/*</c>, and Azure's <c>…/openai/deployments/{deployment}/*</c>, <c>…/openai/v1/*</c> and <c>…/openai/*</c>.
    /// What stands before is the route's affair.
    /// </summary>
    /// <returns>
    /// Whether the path has one of these forms, without empty segments and without a slash in disguise (<c>%2F</c>, <c>%5C</c>, a backslash): a
    /// server that skips the one or takes the other for a slash would serve what is not recognised here. Names of models and
    /// deployments may have them.
    /// </returns>
    public static bool TryParse(string path, out LlmPath result)
    {
        if (!path.Contains("//", StringComparison.Ordinal) && TryUnderstand(path, out result) && !HasDisguisedSlash(result))
            return true;
        result = default;
        return false;
    }

    private static bool TryUnderstand(string path, out LlmPath result)
    {

        // The usual path first: nothing is searched, and the rest is one of few strings.
        if (path.StartsWith(Version + "/", StringComparison.Ordinal))
        {
            result = Understand(Known(path.AsSpan(Version.Length)), deployment: null);
            return true;
        }

        // Whichever comes first: a model's name below `/v1/models` may hold `/openai/`.
        var azure = path.IndexOf(Azure + "/", StringComparison.Ordinal);
        var version = path.IndexOf(Version + "/", StringComparison.Ordinal);
        if (azure >= 0 && (version < 0 || azure < version))
            return ParseAzure(path[(azure + Azure.Length)..], out result);
        if (version >= 0)
        {
            result = Understand(path[(version + Version.Length)..], deployment: null);
            return true;
        }

        result = default;
        return false;
    }

    private static bool HasDisguisedSlash(in LlmPath path) =>
        path.Endpoint != LlmEndpoint.Model
        && path.Rest.AsSpan().ContainsAny('\\', '%')
        && (path.Rest.Contains('\\', StringComparison.Ordinal)
            || path.Rest.Contains("%2F", StringComparison.OrdinalIgnoreCase)
            || path.Rest.Contains("%5C", StringComparison.OrdinalIgnoreCase));

    private static bool ParseAzure(string path, out LlmPath result)
    {
        if (path.StartsWith(Version + "/", StringComparison.Ordinal))
        {
            result = Understand(path[Version.Length..], deployment: null);
            return true;
        }

        if (!path.StartsWith(Deployments, StringComparison.Ordinal))
        {
            result = Understand(path, deployment: null);
            return true;
        }

        var end = path.IndexOf('/', Deployments.Length);
        if (end <= Deployments.Length)
        {
            result = default;
            return false;
        }

        result = Understand(path[end..], WithSlashes(path[Deployments.Length..end]));
        return true;
    }

    private static string Known(ReadOnlySpan<char> rest) => rest switch
    {
        "/chat/completions" => "/chat/completions",
        "/completions" => "/completions",
        "/embeddings" => "/embeddings",
        "/responses" => "/responses",
        "/messages" => "/messages",
        _ => rest.ToString(),
    };

    private static LlmPath Understand(string rest, string? deployment)
    {
        var trimmed = PathCase.Normalize(rest.Length > 1 && rest[^1] == '/' ? rest[..^1] : rest);
        var endpoint = trimmed switch
        {
            "/chat/completions" => LlmEndpoint.ChatCompletions,
            "/completions" => LlmEndpoint.Completions,
            "/embeddings" => LlmEndpoint.Embeddings,
            "/responses" => LlmEndpoint.Responses,
            "/moderations" => LlmEndpoint.Moderations,
            "/models" => LlmEndpoint.Models,
            "/files" => LlmEndpoint.Files,
            "/batches" => LlmEndpoint.Batches,
            "/realtime" => LlmEndpoint.Realtime,
            "/responses/compact" => LlmEndpoint.ResponseCompaction,
            "/messages" => LlmEndpoint.Messages,
            "/tokenize" => LlmEndpoint.Tokenize,
            "/messages/count_tokens" => LlmEndpoint.MessagesCountTokens,
            _ => LlmEndpoint.Other,
        };
        return endpoint == LlmEndpoint.Other ? Below(trimmed, deployment) : new LlmPath(endpoint, trimmed, deployment);
    }

    private static LlmPath Below(string rest, string? deployment)
    {
        var slash = rest.IndexOf('/', 1);
        if (slash < 0)
            return new LlmPath(LlmEndpoint.Other, rest, deployment);
        var below = rest[(slash + 1)..];
        return rest.AsSpan(0, slash) switch
        {
            // Model names may hold slashes (`meta-llama/Llama-3.3-70B`), so all that follows is the name.
            "/models" => new LlmPath(LlmEndpoint.Model, rest, deployment, WithSlashes(below)),
            "/responses" => new LlmPath(LlmEndpoint.ResponseObject, rest, deployment, FirstSegment(below)),
            "/files" => new LlmPath(LlmEndpoint.FileObject, rest, deployment, FirstSegment(below)),
            "/batches" => new LlmPath(LlmEndpoint.BatchObject, rest, deployment, FirstSegment(below)),
            "/images" => new LlmPath(LlmEndpoint.Images, rest, deployment),
            "/audio" => new LlmPath(LlmEndpoint.Audio, rest, deployment),
            "/messages" => new LlmPath(LlmEndpoint.MessagesOther, rest, deployment, MessagesObject(below)),
            _ => new LlmPath(LlmEndpoint.Other, rest, deployment, FirstSegment(below)),
        };
    }

    /// <summary>A name in which SDKs write a slash as <c>%2F</c>, the only escape that the server leaves as it is.</summary>
    private static string WithSlashes(string name) => name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static string FirstSegment(string below)
    {
        var slash = below.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? below : below[..slash];
    }

    // `/messages/batches/{id}/results`
    private static string? MessagesObject(string below)
    {
        const string batches = "batches/";
        return below.StartsWith(batches, StringComparison.Ordinal) ? FirstSegment(below[batches.Length..]) : null;
    }
}
