using System.IO.Compression;

namespace LlmProxy.Core.Tokens.Vocabularies;

/// <summary>The packed data of this folder, which is embedded in the assembly.</summary>
internal static class PackedResource
{
    private const string Prefix = "LlmProxy.Core.Tokens.Vocabularies.";

    /// <summary>The unpacked bytes of the file called <paramref name="name"/>.</summary>
    /// <exception cref="InvalidOperationException">The assembly has no such file.</exception>
    public static byte[] Read(string name)
    {
        using var packed = typeof(PackedResource).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"The assembly has no embedded file '{name}'.");
        using var unpacking = new BrotliStream(packed, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        unpacking.CopyTo(bytes);
        return bytes.ToArray();
    }
}
