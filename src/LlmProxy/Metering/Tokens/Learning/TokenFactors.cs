using System.Collections.Concurrent;
using LlmProxy.Core.Tokens.Prompts;

namespace LlmProxy.Metering.Tokens.Learning;

/// <summary>What was learned of models without a public tokenizer.</summary>
/// <remarks>
/// Only models that have answered are kept, at most <see cref="Capacity"/>; at the bound the one that was used least recently is
/// forgotten, and starts anew. Safe for use by many threads.
/// </remarks>
internal sealed class TokenFactors(TimeProvider clock)
{
    /// <summary>How many models are kept.</summary>
    public const int Capacity = 1_000;

    /// <summary>Longest name that is kept; stores take keys of 512.</summary>
    private const int MaxNameLength = 256;

    /// <summary>Smallest prompt that tells anything of texts: below it the frame of the messages decides.</summary>
    private const int LeastTokens = 16;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _adding = new();

    /// <summary>The models that were forgotten since they were last asked for; for whoever keeps a copy.</summary>
    public ConcurrentQueue<string> Forgotten { get; } = new();

    /// <summary>What is known of a model, or assumed.</summary>
    public TokenFactor Of(string? model)
    {
        if (model is null || !_entries.TryGetValue(model, out var entry))
            return StartingFactors.Of(model);
        entry.UsedAt = clock.GetTimestamp();
        return entry.Factor;
    }

    /// <summary>A provider has reported how many tokens a prompt had.</summary>
    /// <param name="model">The provider's name of the model.</param>
    /// <param name="count">What was counted by <c>o200k_base</c>.</param>
    /// <param name="billed">What it reported.</param>
    public void Learn(string model, in PromptCount count, long billed)
    {
        // Images and files are counted by rules of their own, which this must not be blamed for.
        if (count.MediaTokens > 0 || count.Tokens < LeastTokens || model.Length > MaxNameLength)
            return;
        var entry = _entries.TryGetValue(model, out var known) ? known : Add(model, StartingFactors.Of(model));
        entry.Learn(count, billed, clock.GetTimestamp());
    }

    /// <summary>Puts back what was learned before.</summary>
    public void Restore(string model, TokenFactor factor)
    {
        if (!_entries.ContainsKey(model) && model.Length <= MaxNameLength)
            Add(model, factor);
    }

    /// <summary>Takes what has changed since the last call.</summary>
    public IEnumerable<KeyValuePair<string, TokenFactor>> TakeChanges()
    {
        foreach (var (model, entry) in _entries)
        {
            if (entry.TakeChange() is { } factor)
                yield return new(model, factor);
        }
    }

    private Entry Add(string model, TokenFactor factor)
    {
        lock (_adding)
        {
            if (_entries.TryGetValue(model, out var known))
                return known;
            if (_entries.Count >= Capacity)
                ForgetOne();
            return _entries[model] = new Entry(factor, clock.GetTimestamp());
        }
    }

    private void ForgetOne()
    {
        var oldest = _entries.MinBy(pair => pair.Value.UsedAt).Key;
        _entries.TryRemove(oldest, out _);
        // Whoever keeps copies takes these every few seconds; without one, names must not heap up.
        if (Forgotten.Count < Capacity)
            Forgotten.Enqueue(oldest);
    }

    private sealed class Entry(TokenFactor factor, long usedAt)
    {
        private readonly Lock _changing = new();
        private TokenFactor _factor = factor;
        private bool _hasChanged;
        private long _usedAt = usedAt;

        public long UsedAt
        {
            get => Volatile.Read(ref _usedAt);
            set => Volatile.Write(ref _usedAt, value);
        }

        public TokenFactor Factor
        {
            get
            {
                lock (_changing)
                    return _factor;
            }
        }

        public void Learn(in PromptCount count, long billed, long now)
        {
            lock (_changing)
            {
                _factor = _factor.Learn(count, billed);
                _hasChanged = true;
            }

            UsedAt = now;
        }

        public TokenFactor? TakeChange()
        {
            lock (_changing)
            {
                if (!_hasChanged)
                    return null;
                _hasChanged = false;
                return _factor;
            }
        }
    }
}
