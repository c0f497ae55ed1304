namespace LlmProxy.Configuration.Files;

/// <summary>Reads one of the gateway's files from the disk.</summary>
internal static class GatewayFileText
{
    private const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The bytes of the file, at most 16 MiB; <c>null</c> with an error if they cannot be had.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remedy">What a person should do where it is not there, or is surely another.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static byte[]? Read(string path, string remedy, List<ConfigurationError> errors)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > MaxBytes)
            {
                errors.Add(new(path, $"is larger than {MaxBytes} bytes", remedy));
                return null;
            }

            using var text = new MemoryStream();
            file.CopyTo(text);
            return text.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            errors.Add(new(path, "does not exist", remedy));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(path, "cannot be read", e.Message));
        }

        return null;
    }
}
