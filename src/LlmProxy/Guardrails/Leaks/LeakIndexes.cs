using System.Security.Cryptography;
using LlmProxy.Core.Guardrails.Leaks;

namespace LlmProxy.Guardrails.Leaks;

/// <summary>Indexes of system prompts, kept since most requests of an application have the same.</summary>
internal sealed class LeakIndexes(LeakRule rule)
{
    /// <summary>Most words of all indexes that are kept, some 20 MB; at the bound all are forgotten, and made again when they are needed.</summary>
    private const int MaxWords = 200_000;

    /// <summary>Most indexes that are kept; the same.</summary>
    private const int MaxIndexes = 1_000;

    private readonly Lock _changing = new();
    private readonly Dictionary<UInt128, LeakIndex> _known = [];
    private int _words;

    /// <summary>The index of these texts; <c>null</c>: they have no words.</summary>
    public LeakIndex? Of(IReadOnlyList<ReadOnlyMemory<byte>> texts)
    {
        if (texts.Count == 0)
            return null;
        var key = KeyOf(texts);
        lock (_changing)
        {
            if (_known.TryGetValue(key, out var known))
                return known;
        }

        var index = new LeakIndex(texts, rule);
        if (index.Words == 0)
            return null;
        lock (_changing)
        {
            if (_words + index.Words > MaxWords || _known.Count == MaxIndexes)
            {
                _known.Clear();
                _words = 0;
            }

            if (_known.TryAdd(key, index))
                _words += index.Words;
        }

        return index;
    }

    private static UInt128 KeyOf(IReadOnlyList<ReadOnlyMemory<byte>> texts)
    {
        // Two prompts with one hash would guard each other's secrets, so it is one that nobody can aim at.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            hash.AppendData(BitConverter.GetBytes(text.Length));
            hash.AppendData(text.Span);
        }

        return BitConverter.ToUInt128(hash.GetHashAndReset());
    }
}
