namespace LlmProxy.Core.Tokens.Prompts.Images;

/// <summary>How many tokens images are for a model.</summary>
/// <remarks>
/// From the providers' own pages: OpenAI's "Images and vision", Anthropic's "Vision", Google's "Understand and count tokens".
/// All of it is an estimate; providers change it with their models.
/// </remarks>
public sealed class ImageRules
{
    private readonly Func<ImageSize, bool, long> _count;

    private ImageRules(Func<ImageSize, bool, long> count, long max) => (_count, Max) = (count, max);

    /// <summary>The size that an image is taken to have where it is not known, as behind a URL: 1,024 × 1,024.</summary>
    public static ImageSize UnknownSize { get; } = new(1024, 1024);

    /// <summary>Most tokens that one image can be.</summary>
    public long Max { get; }

    /// <summary>The rules for <paramref name="model"/>.</summary>
    public static ImageRules For(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var name = ModelEncodings.Bare(model).ToString().ToLowerInvariant();
        if (name.Contains("claude", StringComparison.Ordinal))
            return new ImageRules(static (size, _) => ByArea(size), 1_600);
        if (name.Contains("gemini", StringComparison.Ordinal))
            return name.Contains("gemini-3", StringComparison.Ordinal) ? new(static (_, isLow) => isLow ? 280 : 1_120, 2_240) : new(static (size, _) => ByLargeTiles(size), 258 * 64);
        if (Patches(name) is { } factor)
            return new ImageRules((size, _) => ByPatches(size, factor), (long)Math.Ceiling(MaxPatches * factor));
        var (basis, tile) = Tiles(name);
        // 768 by 2,048 pixels is the most that is left of any image: 2 by 4 tiles.
        return new ImageRules((size, isLow) => ByTiles(size, isLow, basis, tile), basis + (8 * tile));
    }

    /// <summary>The tokens of one image.</summary>
    /// <param name="size">Its size.</param>
    /// <param name="isLow">Whether the request asks for <c>detail: low</c>.</param>
    public long Count(ImageSize size, bool isLow) => Math.Clamp(_count(size, isLow), 1, Max);

    private const int MaxPatches = 1_536;

    private static (int Basis, int Tile) Tiles(string name) => name switch
    {
        _ when name.StartsWith("gpt-4o-mini", StringComparison.Ordinal) => (2_833, 5_667),
        _ when name.StartsWith("o1", StringComparison.Ordinal) || name.StartsWith("o3", StringComparison.Ordinal) => (75, 150),
        _ when name.StartsWith("gpt-5", StringComparison.Ordinal) => (70, 140),
        _ => (85, 170),
    };

    private static double? Patches(string name) => name switch
    {
        _ when name.StartsWith("o4-mini", StringComparison.Ordinal) => 1.72,
        _ when !name.StartsWith("gpt-4.1", StringComparison.Ordinal) && !name.StartsWith("gpt-5", StringComparison.Ordinal) => null,
        _ when name.Contains("-mini", StringComparison.Ordinal) => 1.62,
        _ when name.Contains("-nano", StringComparison.Ordinal) => 2.46,
        _ => null,
    };

    /// <summary>OpenAI: fits into 2,048², then its shorter side into 768, then tiles of 512.</summary>
    private static long ByTiles(ImageSize size, bool isLow, int basis, int tile)
    {
        if (isLow)
            return basis;
        var scale = Math.Min(1, 2048.0 / Math.Max(size.Width, size.Height));
        scale *= Math.Min(1, 768.0 / (Math.Min(size.Width, size.Height) * scale));
        return basis + (tile * Cells(size, scale, 512));
    }

    /// <summary>OpenAI's newer small models: patches of 32 pixels, scaled down until there are no more than 1,536.</summary>
    private static long ByPatches(ImageSize size, double factor)
    {
        var patches = Cells(size, 1, 32);
        if (patches > MaxPatches)
        {
            var scale = Math.Sqrt(32.0 * 32 * MaxPatches / ((double)size.Width * size.Height));
            patches = Math.Min(MaxPatches, Cells(size, scale, 32));
        }

        return (long)Math.Ceiling(patches * factor);
    }

    /// <summary>Anthropic: an area of 750 pixels a token, its longer side at most 1,568.</summary>
    private static long ByArea(ImageSize size)
    {
        var scale = Math.Min(1, 1568.0 / Math.Max(size.Width, size.Height));
        return (long)Math.Ceiling(size.Width * scale * (size.Height * scale) / 750);
    }

    /// <summary>Gemini 2: 258 for a small image, else for each tile of 768.</summary>
    private static long ByLargeTiles(ImageSize size) => size is { Width: <= 384, Height: <= 384 } ? 258 : 258 * Cells(size, 1, 768);

    private static long Cells(ImageSize size, double scale, int side) => Cells(size.Width * scale, side) * Cells(size.Height * scale, side);

    // A side that scaling has brought to a whole number of cells must not become one more by a rounding error.
    private static long Cells(double pixels, int side) => Math.Max(1, (long)Math.Ceiling((pixels / side) - 1e-9));
}
