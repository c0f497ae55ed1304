using System.Collections.Concurrent;
using LlmProxy.Configuration.Routing;

namespace LlmProxy.Failover.Settings;

/// <summary>The models that may think for minutes before they say anything, and are waited for longer. Safe for use by many requests at once.</summary>
public sealed class ReasoningModels
{
    /// <summary>Most names whose answer is remembered; above it a name is looked up each time, in a few microseconds.</summary>
    private const int MaxRemembered = 1024;

    private const string Resource = "LlmProxy.Failover.Settings.reasoning-models.txt";

    private static readonly ModelPattern[] Known = Load();

    private readonly ConcurrentDictionary<string, bool> _remembered = new(StringComparer.Ordinal);
    private readonly ModelPattern[] _added;
    private int _count;

    /// <param name="added">Patterns beside those that are known; case does not matter.</param>
    public ReasoningModels(IEnumerable<string> added) => _added = [.. added.Select(text => new ModelPattern(text.ToLowerInvariant()))];

    /// <summary>The models that are known to reason, and no others.</summary>
    public static ReasoningModels Default { get; } = new([]);

    /// <summary>Whether <paramref name="model"/>, the name that the provider knows, may reason; <c>false</c> for <c>null</c>.</summary>
    public bool Has(string? model)
    {
        if (model is null)
            return false;
        if (_remembered.TryGetValue(model, out var reasons))
            return reasons;
        reasons = Matches(model);
        if (Volatile.Read(ref _count) < MaxRemembered && _remembered.TryAdd(model, reasons))
            Interlocked.Increment(ref _count);
        return reasons;
    }

    private bool Matches(string model)
    {
        var whole = model.ToLowerInvariant();
        var name = whole[(whole.LastIndexOf('/') + 1)..];
        return Array.Exists(_added, pattern => pattern.Matches(whole) || pattern.Matches(name))
            || Array.Exists(Known, pattern => pattern.Matches(whole) || pattern.Matches(name));
    }

    private static ModelPattern[] Load()
    {
        using var stream = typeof(ReasoningModels).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var patterns = new List<ModelPattern>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                patterns.Add(new ModelPattern(line));
        }

        return [.. patterns];
    }
}
