using System.Globalization;

namespace LlmProxy.Load.Measure;

/// <summary>Reads how much memory a process holds.</summary>
internal static class ProcessMemory
{
    /// <summary>The proportional set size in KB, from <c>/proc/PID/smaps_rollup</c>: what is shared counts by its share.</summary>
    public static long PssKilobytes(int processId)
    {
        foreach (var line in File.ReadLines($"/proc/{processId}/smaps_rollup"))
        {
            if (line.StartsWith("Pss:", StringComparison.Ordinal))
                return long.Parse(line.AsSpan(4, line.Length - 4 - " kB".Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
        }

        throw new InvalidDataException($"The memory map of process {processId} has no line 'Pss:'.");
    }
}
