namespace LlmProxy.Core.Tests.Limits;

/// <summary>Headers as the tests write them: one <c>name: value</c> a line.</summary>
internal static class Headers
{
    public static Func<string, string?> Of(string lines)
    {
        var headers = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        return headers.GetValueOrDefault;
    }
}
