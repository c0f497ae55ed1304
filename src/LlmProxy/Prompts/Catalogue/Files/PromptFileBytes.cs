using LlmProxy.Configuration;

namespace LlmProxy.Prompts.Catalogue.Files;

/// <summary>Reads the bytes of one prompt's file.</summary>
internal static class PromptFileBytes
{
    /// <summary>The bytes, of a file that is too long one more than may be; <c>null</c>, with an error, where they cannot be had.</summary>
    public static byte[]? Read(string path, List<ConfigurationError> errors)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = new byte[Math.Clamp(file.Length, 0, PromptText.MaxBytes) + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return bytes[..length];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(path, "cannot be read", e.Message));
            return null;
        }
    }

    /// <summary>When it was last written; the year 1 where that cannot be told.</summary>
    public static DateTimeOffset Written(string path)
    {
        try
        {
            return new(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
