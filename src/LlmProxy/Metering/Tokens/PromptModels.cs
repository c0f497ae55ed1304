using System.Collections.Concurrent;
using LlmProxy.Core.Tokens.Prompts;

namespace LlmProxy.Metering.Tokens;

/// <summary>The counting rules of models, looked up once for each name.</summary>
/// <remarks>Names are the callers' words: at <see cref="Capacity"/> of them, further ones are looked up each time.</remarks>
internal sealed class PromptModels
{
    /// <summary>How many names are kept.</summary>
    public const int Capacity = 1_000;

    private readonly ConcurrentDictionary<string, PromptModel> _models = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The rules for a model; <c>null</c> is one of which nothing is known.</summary>
    public PromptModel Of(string? model)
    {
        model ??= "";
        if (_models.TryGetValue(model, out var known))
            return known;
        var found = PromptModel.For(model);
        if (Volatile.Read(ref _count) < Capacity && _models.TryAdd(model, found))
            Interlocked.Increment(ref _count);
        return found;
    }
}
