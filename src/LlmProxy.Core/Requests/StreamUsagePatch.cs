namespace LlmProxy.Core.Requests;

/// <summary>Asks the provider for the usage of a stream, in OpenAI's <c>stream_options.include_usage</c>.</summary>
public static class StreamUsagePatch
{
    /// <summary>Adds the change to <paramref name="patch"/>; returns whether one was needed.</summary>
    public static bool Add(LlmRequest request, BodyPatch patch)
    {
        if (!request.Stream || request.IncludeUsage)
            return false;
        if (!request.IncludeUsageValue.IsEmpty)
            patch.Replace(request.IncludeUsageValue, "true"u8.ToArray());
        else if (request.StreamOptions.IsEmpty)
            patch.Replace(new ByteRange(request.RootEnd, 0), ",\"stream_options\":{\"include_usage\":true}"u8.ToArray());
        else if (request.Body.Span[request.StreamOptions.Start] != (byte)'{')
            patch.Replace(request.StreamOptions, "{\"include_usage\":true}"u8.ToArray());
        else
            patch.Replace(new ByteRange(request.StreamOptions.Start + 1, 0), FirstMember(request));
        return true;
    }

    private static byte[] FirstMember(LlmRequest request)
    {
        var inside = request.Body.Span[(request.StreamOptions.Start + 1)..(request.StreamOptions.End - 1)];
        return inside.IndexOf((byte)'"') < 0
            ? "\"include_usage\":true"u8.ToArray()
            : "\"include_usage\":true,"u8.ToArray();
    }
}
