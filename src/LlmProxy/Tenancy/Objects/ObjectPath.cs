using LlmProxy.Endpoints;

namespace LlmProxy.Tenancy.Objects;

/// <summary>Finds the stored object that a path is about.</summary>
/// <remarks>
/// What lies below an object (<c>/vector_stores/{id}/files/{id}</c>) belongs to it. On paths that the gateway does not know, the first part
/// that looks like an id is one: ids are random and hold digits or capitals, names of collections do not.
/// </remarks>
internal static class ObjectPath
{
    /// <summary>The object's id; <c>null</c> where the path is about a collection, or about no object at all.</summary>
    public static string? RootId(in LlmPath path) => path.Endpoint switch
    {
        LlmEndpoint.ResponseObject => path.ObjectId is "input_tokens" ? null : path.ObjectId,
        LlmEndpoint.FileObject or LlmEndpoint.BatchObject => path.ObjectId,
        LlmEndpoint.MessagesOther => path.ObjectId ?? OfOther(path.Rest),
        LlmEndpoint.Other or LlmEndpoint.Audio or LlmEndpoint.Images => OfOther(path.Rest),
        _ => null,
    };

    private static string? OfOther(string rest)
    {
        var parts = rest.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // A provider may not care for case.
        var known = Lower(parts) switch
        {
            ["threads", "runs", ..] or [_] => -1,
            ["vector_stores" or "threads" or "assistants" or "uploads" or "containers" or "conversations" or "videos" or "evals", ..] => 1,
            ["fine_tuning", "jobs", _, ..] or ["chat", "completions", _, ..] => 2,
            _ => 0,
        };
        return known switch
        {
            > 0 => parts[known],
            < 0 => null,
            _ => parts.Skip(1).FirstOrDefault(LooksLikeId),
        };
    }

    private static string[] Lower(string[] parts) => [.. parts.Take(3).Select(part => part.ToLowerInvariant())];

    private static bool LooksLikeId(string part) =>
        part.AsSpan().IndexOfAnyInRange('A', 'Z') >= 0 || (part.Length >= 8 && part.AsSpan().IndexOfAnyInRange('0', '9') >= 0);
}
