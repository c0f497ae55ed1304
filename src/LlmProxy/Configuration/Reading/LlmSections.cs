using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>Finds the <c>Llm</c> blocks of a configuration.</summary>
internal static class LlmSections
{
    /// <summary>The <c>Llm</c> block of <paramref name="parent"/>, even an empty one; <c>null</c> if there is none.</summary>
    /// <remarks>An empty block has no value and no children, so that it does not "exist" to the framework.</remarks>
    public static IConfigurationSection? LlmOf(IConfigurationSection parent) =>
        parent.GetChildren().FirstOrDefault(child => child.Key.Equals(SectionNames.Llm, StringComparison.OrdinalIgnoreCase));

    /// <summary>The sections under <paramref name="path"/> in the order of the file where its provider knows it, else of the alphabet.</summary>
    public static IEnumerable<IConfigurationSection> InOrder(IConfiguration root, string path)
    {
        var order = (root as IConfigurationRoot)?.Providers.OfType<IKeyOrder>()
            .SelectMany(provider => provider.NamesUnder(path))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Index()
            .ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.OrdinalIgnoreCase);
        return root.GetSection(path).GetChildren()
            .OrderBy(child => order?.GetValueOrDefault(child.Key, int.MaxValue) ?? 0);
    }
}
