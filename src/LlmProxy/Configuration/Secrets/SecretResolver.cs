using System.Text;

namespace LlmProxy.Configuration.Secrets;

/// <summary>
/// Replaces <c>${NAME}</c> by an environment variable and <c>${file:PATH}</c> by a file's text without its last line ends.
/// </summary>
/// <remarks>A variable that is empty counts as not set: compose files pass unset ones on as empty ones.</remarks>
internal sealed class SecretResolver(Func<string, string?> environment, Func<string, string?> readFile)
{
    private const int MaxFileBytes = 64 * 1024;
    private const char ByteOrderMark = (char)0xFEFF;
    private const string FilePrefix = "file:";
    private static readonly char[] LineEnds = ['\r', '\n'];

    /// <summary>Reads this process's environment and its files.</summary>
    public static SecretResolver System { get; } = new(Environment.GetEnvironmentVariable, ReadSystemFile);

    /// <summary>The text of a secret file; <c>null</c> if it cannot be read or is larger than 64 KiB.</summary>
    public string? ReadFile(string path) => readFile(path);

    /// <summary>A resolver that also tells <paramref name="observe"/> of every file that it reads.</summary>
    public SecretResolver Observed(Action<string, string?> observe) => new(environment, path =>
    {
        var text = readFile(path);
        observe(path, text);
        return text;
    });

    /// <summary>The value of the environment variable <paramref name="name"/>; <c>null</c> if it is not set or empty.</summary>
    public Secret? Variable(string name) => environment(name)?.TrimEnd(LineEnds) is { Length: > 0 } value ? new Secret(value) : null;

    /// <summary>Replaces all references in <paramref name="template"/>.</summary>
    public SecretResolution Resolve(string template)
    {
        var text = new StringBuilder();
        var missing = new List<string>();
        var rest = template.AsSpan();
        for (var start = rest.IndexOf("${"); start >= 0; start = rest.IndexOf("${"))
        {
            var length = rest[start..].IndexOf('}');
            if (length < 0)
            {
                return new(null, [], "has '${' without '}'");
            }

            var name = rest.Slice(start + 2, length - 2).Trim().ToString();
            if (!IsName(name))
            {
                return new(null, [], "has a '${…}' that names neither a variable nor a file");
            }

            text.Append(rest[..start]);
            rest = rest[(start + length + 1)..];
            if (Read(name) is { Length: > 0 } value)
            {
                text.Append(value);
            }
            else if (!missing.Contains(name))
            {
                missing.Add(name);
            }
        }

        if (missing.Count > 0)
        {
            return new(null, missing, null);
        }

        var resolved = text.Append(rest).ToString();
        return resolved.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? new(null, [], "resolves to a value with a control character or one that is not ASCII, which no header can carry")
            : new(new Secret(resolved), [], null);
    }

    private string? Read(string name)
    {
        var value = name.StartsWith(FilePrefix, StringComparison.Ordinal) ? readFile(name[FilePrefix.Length..]) : environment(name);
        return value?.TrimEnd(LineEnds);
    }

    private static bool IsName(string name) => name.StartsWith(FilePrefix, StringComparison.Ordinal)
        ? name.Length > FilePrefix.Length
        : name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string? ReadSystemFile(string path)
    {
        try
        {
            // A secret is short; a path that names something endless must not fill the memory.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new byte[MaxFileBytes + 1];
            var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return read > MaxFileBytes ? null : Encoding.UTF8.GetString(buffer, 0, read).TrimStart(ByteOrderMark);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
