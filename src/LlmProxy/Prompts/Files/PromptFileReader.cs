using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Files;

/// <summary>Reads one version of a prompt: front matter between two lines of <c>---</c>, which may be missing, then the text.</summary>
internal static class PromptFileReader
{
    /// <summary>The longest template, in bytes of UTF-8.</summary>
    public const int MaxBytes = 256 * 1024;

    private const string Fence = "---";
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="id">Which version it is.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="place">What errors call it: <c>prompts/general_chat/v1.md</c>.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static PromptReading ReadFile(PromptId id, string path, string place)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // One more than may be, so that a longer file is seen to be one, whatever length it says.
        var bytes = new byte[MaxBytes + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Read(id, bytes.AsSpan(0, length), place);
    }

    /// <summary>Reads bytes of UTF-8.</summary>
    public static PromptReading Read(PromptId id, ReadOnlySpan<byte> utf8, string place)
    {
        if (utf8.Length > MaxBytes)
            return TooLong(place);
        try
        {
            return Read(id, Strict.GetString(utf8), place);
        }
        catch (DecoderFallbackException)
        {
            return Broken(new(place, "is not UTF-8", "save it as UTF-8"));
        }
    }

    /// <summary>Reads a text.</summary>
    public static PromptReading Read(PromptId id, string text, string place)
    {
        var source = text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (Encoding.UTF8.GetByteCount(source) > MaxBytes)
            return TooLong(place);
        var faults = new List<PromptFault>();
        var (front, body, bodyLine) = Split(source, faults);
        var matter = FrontMatterReader.Read(front, 2, faults);
        var said = PromptBodyReader.Read(body, bodyLine, matter.Variables, faults);
        if (faults.Count > 0)
            return new(null, [.. faults.OrderBy(fault => fault.Line).Select(fault => Error(place, fault))]);
        return new(Template(id, source, matter, said), []);
    }

    private static PromptTemplate Template(in PromptId id, string source, FrontMatter matter, PromptBody body) => new()
    {
        Id = id,
        Messages = body.Messages,
        HistoryAt = body.HistoryAt,
        Variables = matter.Variables,
        Settings = matter.Settings,
        CallerSystem = matter.CallerSystem,
        Description = matter.Description,
        Author = matter.Author,
        Source = source,
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source))),
    };

    /// <summary>Front matter, text, and the line that the text begins with.</summary>
    private static (string Front, string Body, int BodyLine) Split(string source, List<PromptFault> faults)
    {
        if (!source.StartsWith(Fence + "\n", StringComparison.Ordinal))
            return ("", source, 1);
        var front = new StringBuilder();
        var line = 2;
        var at = Fence.Length + 1;
        while (at < source.Length)
        {
            var end = source.IndexOf('\n', at);
            var text = source.AsSpan(at, (end < 0 ? source.Length : end) - at);
            at = end < 0 ? source.Length : end + 1;
            line++;
            if (text.TrimEnd() is Fence)
                return (front.ToString(), source[at..], line);
            front.Append(text).Append('\n');
        }

        faults.Add(new(1, "begins front matter that nothing ends", "write a line of --- behind it"));
        return ("", "", 1);
    }

    private static ConfigurationError Error(string place, PromptFault fault) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{place}:{fault.Line}"), fault.Problem, fault.Remedy);

    private static PromptReading TooLong(string place) =>
        Broken(new(place, $"is longer than {MaxBytes} bytes", "a template is a text that people read; send long texts as variables"));

    private static PromptReading Broken(ConfigurationError error) => new(null, [error]);
}
