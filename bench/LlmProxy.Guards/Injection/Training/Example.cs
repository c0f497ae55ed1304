using System.Text;
using LlmProxy.Core.Guardrails.Injection.Concepts;
using LlmProxy.Core.Guardrails.Injection.Features;
using LlmProxy.Core.Guardrails.Injection.Folding;

namespace LlmProxy.Guards.Injection.Training;

/// <summary>A labelled text as the model sees it.</summary>
internal sealed class Example
{
    /// <summary>Reads a text.</summary>
    /// <param name="text">The text and its label.</param>
    /// <param name="weight">How much it counts in training.</param>
    /// <param name="bits">The table of weights has two to this power of places.</param>
    public Example(LabelledText text, double weight, int bits)
    {
        Text = text;
        Weight = weight;
        Windows = Read(Encoding.UTF8.GetBytes(text.Text), bits);
    }

    /// <summary>The text and its label.</summary>
    public LabelledText Text { get; }

    /// <summary>How much it counts in training.</summary>
    public double Weight { get; }

    /// <summary>The features of each block and of each two neighbouring blocks, in all readings of the text.</summary>
    public List<int[]> Windows { get; }

    /// <summary>Texts of one group are near duplicates of each other.</summary>
    public int Group { get; set; }

    private static List<int[]> Read(byte[] utf8, int bits)
    {
        var windows = new List<int[]>();
        using var parts = new FoldedParts(utf8);
        for (var part = 0; part < parts.Count; part++)
        {
            var text = parts.Get(part, out var kinds);
            var blocks = new List<int[]>();
            var collector = new BlockCollector(blocks, bits, new DistinctFeatures(new ulong[DistinctFeatures.Size]));
            new FeatureReader<BlockCollector>(text, kinds, Lexicon.Default.Trie).Read(ref collector);
            windows.AddRange(blocks);
            for (var i = 1; i < blocks.Count; i++)
                windows.Add([.. blocks[i - 1], .. blocks[i]]);
        }

        return windows;
    }
}
