using System.Globalization;
using System.Runtime.InteropServices;

namespace LlmProxy.Load.Report;

/// <summary>Where the figures were measured: without that they cannot be compared with others.</summary>
internal static class MachineLine
{
    /// <summary>Cores, memory, runtime and settings in a few words.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="neighbours">Cores that other processes used on average.</param>
    /// <param name="pairs">Whether anything was measured in pairs.</param>
    public static string For(LoadOptions options, double neighbours, bool pairs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, of which other processes used {neighbours:0.00} on average; " +
        $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):0} GB of memory, " +
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, workstation GC{(pairs ? Pairs(options) : "")}.");

    private static string Pairs(LoadOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"; {options.Pairs} pairs of {options.RunLength.TotalSeconds:0.#} s");
}
