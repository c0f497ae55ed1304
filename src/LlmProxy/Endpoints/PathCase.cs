namespace LlmProxy.Endpoints;

/// <summary>Writes the names of known endpoints in their own case.</summary>
/// <remarks>
/// Some servers are lenient about case. A path that they would serve must not slip past what is decided by endpoint here, so
/// it is understood, and sent on, as the endpoint that it means.
/// </remarks>
internal static class PathCase
{
    private static readonly string[] Whole = ["/chat/completions", "/messages/count_tokens", "/responses/compact"];

    private static readonly string[] Beginnings =
    [
        "/completions", "/embeddings", "/responses", "/moderations", "/models", "/files", "/batches", "/realtime", "/messages", "/images", "/audio", "/tokenize",
    ];

    /// <summary>The path with its known part in lower case; what follows it, an id or a model's name, stays.</summary>
    public static string Normalize(string path)
    {
        if (!path.AsSpan().ContainsAnyInRange('A', 'Z'))
            return path;
        foreach (var known in Whole)
        {
            if (path.Equals(known, StringComparison.OrdinalIgnoreCase))
                return known;
        }

        foreach (var known in Beginnings)
        {
            if (path.StartsWith(known, StringComparison.OrdinalIgnoreCase) && (path.Length == known.Length || path[known.Length] == '/'))
                return known + path[known.Length..];
        }

        return path;
    }
}
