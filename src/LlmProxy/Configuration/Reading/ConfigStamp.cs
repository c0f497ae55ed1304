using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>
/// A short text that changes whenever settings or the secrets behind them do, so that YARP sees its own object change.
/// </summary>
/// <remarks>Keyed with a random key of this process: nobody who sees a stamp can test guesses of a secret against it.</remarks>
internal sealed class ConfigStamp
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private readonly StringBuilder _text = new();

    /// <summary>Adds everything in <paramref name="section"/>.</summary>
    public ConfigStamp Add(IConfigurationSection section)
    {
        foreach (var (key, value) in section.AsEnumerable(makePathsRelative: true).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Add(key).Add(value);
        }

        return this;
    }

    /// <summary>Adds one text; <c>null</c> differs from an empty one.</summary>
    public ConfigStamp Add(string? part)
    {
        // With its length before it, no two lists of parts give the same text.
        _text.Append(part?.Length ?? -1).Append(':').Append(part);
        return this;
    }

    /// <summary>The stamp of all that was added.</summary>
    public string Compute() => Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(_text.ToString())));
}
