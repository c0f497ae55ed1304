using System.Globalization;

namespace LlmProxy.Prompts.Evaluations.Files;

/// <summary>The files of the evaluation log: <c>20261121-ULID.jsonl</c>, so that their names are in the order in which they were begun, also where several gateways share the folder.</summary>
/// <remarks>Files with other names are nobody's business: they are neither read, counted nor removed.</remarks>
internal static class EvaluationFolder
{
    /// <summary>The folder's name, beside the store's files.</summary>
    public const string Name = "evaluations";

    private const string DayFormat = "yyyyMMdd";
    private const string Extension = ".jsonl";

    /// <summary>The path of a file that is begun now.</summary>
    public static string NewFile(string folder, DateTimeOffset now, string id) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd}-{id}{Extension}"));

    /// <summary>The files, the oldest first; none where there is no folder.</summary>
    public static IReadOnlyList<FileInfo> Files(string folder)
    {
        var directory = new DirectoryInfo(folder);
        return directory.Exists
            ? [.. directory.EnumerateFiles($"*{Extension}").Where(file => DayOf(file.Name) is not null).OrderBy(file => file.Name, StringComparer.Ordinal)]
            : [];
    }

    /// <summary>The day, in UTC, on which a file of this name was begun; <c>null</c>: it is none of the log.</summary>
    public static DateOnly? DayOf(string name) =>
        name.Length == DayFormat.Length + 1 + 26 + Extension.Length && name[DayFormat.Length] == '-' && name.EndsWith(Extension, StringComparison.Ordinal)
        && DateOnly.TryParseExact(name.AsSpan(0, DayFormat.Length), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>Removes what is older than its time, and the oldest beyond the bound.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="now">The time.</param>
    /// <param name="retention">How long files are kept after their day.</param>
    /// <param name="maxBytes">How many bytes may stay.</param>
    /// <returns>How many were removed.</returns>
    public static int Sweep(string folder, DateTimeOffset now, TimeSpan retention, long maxBytes)
    {
        var files = Files(folder);
        var total = files.Sum(static file => file.Length);
        var removed = 0;
        foreach (var file in files)
        {
            var end = new DateTimeOffset(DayOf(file.Name)!.Value.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            // The files that follow are younger.
            if (total <= maxBytes && end + retention > now)
                break;
            var length = file.Length;
            // Another gateway may have removed it already, which is no error.
            file.Delete();
            total -= length;
            removed++;
        }

        return removed;
    }
}
