using LlmProxy.Configuration;

namespace LlmProxy.Metering.Prices.Catalogue;

/// <summary>The catalogue inside the program, for where there is no file.</summary>
internal static class BuiltInPrices
{
    private const string Resource = "LlmProxy.prices.json";

    private static readonly Lazy<PriceBook> Loaded = new(Load);

    /// <summary>The book; read when it is first asked for.</summary>
    public static PriceBook Book => Loaded.Value;

    private static PriceBook Load()
    {
        using var stream = typeof(BuiltInPrices).Assembly.GetManifestResourceStream(Resource)!;
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        var errors = new List<ConfigurationError>();
        return PriceBookReader.Read(text, "built in", errors)
            ?? throw new InvalidOperationException($"The built-in price catalogue is broken: {errors[0]}");
    }
}
