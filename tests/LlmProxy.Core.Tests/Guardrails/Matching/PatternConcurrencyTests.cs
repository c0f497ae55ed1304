using System.Text;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails.Matching;

/// <summary>Many threads share a set whose states are made, and thrown away, all the time.</summary>
public class PatternConcurrencyTests
{
    private const int Texts = 200;
    private const int Threads = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(1 << 20)]
    public async Task FindAll_FromManyThreads_FindsWhatOneThreadFinds(int maxEntries)
    {
        PatternDefinition[] patterns = [new("a", "a[ab]{5}c"), new("b", @"(?<!\w)[ab]{3,9}(?!\w)"), new("c", @"\w+@\w+")];
        var random = new Random(11);
        byte[][] texts = [.. Enumerable.Range(0, Texts).Select(_ => Encoding.UTF8.GetBytes(Text(random)))];
        PatternMatch[][] expected = [.. texts.Select(text => PatternSet.Compile(patterns).FindAll(text).ToArray())];
        Assert.Contains(expected, matches => matches.Length > 0);

        var shared = PatternSet.Compile(patterns, maxEntries);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < Texts; i++)
            {
                var one = (i + (thread * 31)) % Texts;
                Assert.Equal(expected[one], shared.FindAll(texts[one]));
            }
        })));
    }

    private static string Text(Random random)
    {
        const string letters = "aaabbbc @.";
        return string.Concat(Enumerable.Range(0, 60).Select(_ => letters[random.Next(letters.Length)]));
    }
}
