using System.Globalization;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Prompts;
using LlmProxy.Host.Tenancy;
using LlmProxy.Prompts.Catalogue;

namespace LlmProxy.Host.Prompts;

/// <summary>Reads what is asked of prompts, and says what is wrong with it.</summary>
internal static class PromptRequestReader
{
    private const int MaxAuthor = 128;
    private const int MaxReason = 1_000;
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    /// <summary>The body.</summary>
    /// <exception cref="LlmException">400.</exception>
    public static async Task<PromptRequest> BodyAsync(HttpContext context)
    {
        var request = AdminJson.Read<PromptRequest>(await AdminJson.ReadAsync(context));
        CheckLength(request.Author, MaxAuthor, "author");
        CheckLength(request.Note, MaxReason, "note");
        CheckLength(request.Reason, MaxReason, "reason");
        return request;
    }

    /// <summary>The prompt that the path names, and a version of the body or the query.</summary>
    /// <exception cref="LlmException">400: there is no version, or one that cannot be.</exception>
    public static PromptId Id(HttpContext context, string? version, string param)
    {
        var name = Name(context);
        if (!PromptId.IsName(name))
            throw PromptErrors.Invalid("A prompt's name has lower-case letters, digits, '_', '-' and '.', at most 64, and begins with a letter or digit.", "invalid_value", "name");
        return PromptId.IsVersion(version)
            ? new PromptId(name, version!)
            : throw PromptErrors.Invalid($"'{param}' must name a version: letters, digits, '_', '-' and '.', at most 32, beginning with a letter or digit.", "invalid_value", param);
    }

    /// <summary>The version that the path names.</summary>
    public static PromptId Id(HttpContext context) => Id(context, (string?)context.Request.RouteValues["version"], "version");

    /// <summary>The name that the path has.</summary>
    public static string Name(HttpContext context) => (string)context.Request.RouteValues["name"]!;

    /// <summary>How many are asked for, <c>?limit=…</c>.</summary>
    /// <exception cref="LlmException">400: it is not from 1 to 1,000.</exception>
    public static int Limit(HttpContext context)
    {
        var limit = DefaultLimit;
        if (context.Request.Query.TryGetValue("limit", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
            throw PromptErrors.Invalid($"'limit' must be a number from 1 to {MaxLimit}.", "invalid_value", "limit");
        return limit;
    }

    /// <summary>How many are left out, <c>?offset=…</c>.</summary>
    /// <exception cref="LlmException">400: it is not a number from 0.</exception>
    public static int Offset(HttpContext context)
    {
        var offset = 0;
        if (context.Request.Query.TryGetValue("offset", out var text) && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out offset))
            throw PromptErrors.Invalid("'offset' must be a number from 0.", "invalid_value", "offset");
        return offset;
    }

    private static void CheckLength(string? text, int most, string param)
    {
        if (text?.Length > most)
            throw PromptErrors.Invalid($"'{param}' has {text.Length} characters; at most {most} are kept.", "invalid_value", param);
    }
}
