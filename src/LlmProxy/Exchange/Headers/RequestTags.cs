using System.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Tenancy;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Exchange.Headers;

/// <summary>Reads <see cref="LlmHeaderNames.Tags"/>, by which a caller labels a request.</summary>
internal static class RequestTags
{
    /// <summary>Most labels that a request may add to those of its key.</summary>
    public const int MaxCount = 8;

    /// <summary>Most characters of a label.</summary>
    public const int MaxLength = 64;

    // Of the printable ones, those that need no quoting where a report is read by machines.
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/");

    /// <summary>The labels of the key, and those of the request that are not among them.</summary>
    /// <exception cref="LlmException">Too many, too long, or with other characters than letters, digits and <c>-_.:/</c>: 400. A label that is dropped would be missed in the sums.</exception>
    public static IReadOnlyList<string> Of(HttpRequest request, Caller caller)
    {
        if (!request.Headers.TryGetValue(LlmHeaderNames.Tags, out var values))
            return caller.Tags;
        var tags = new List<string>(caller.Tags);
        foreach (var tag in values.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (tag.Length > MaxLength || tag.AsSpan().ContainsAnyExcept(Allowed))
                throw Invalid($"A label in the header '{LlmHeaderNames.Tags}' has at most {MaxLength} letters, digits and '-_.:/'.");
            if (tags.Contains(tag, StringComparer.Ordinal))
                continue;
            if (tags.Count - caller.Tags.Count == MaxCount)
                throw Invalid($"The header '{LlmHeaderNames.Tags}' takes at most {MaxCount} labels.");
            tags.Add(tag);
        }

        return tags;
    }

    private static LlmException Invalid(string message) =>
        new(new LlmError(400, LlmErrorTypes.InvalidRequest, message, "invalid_header") { ShouldRetry = false });
}
