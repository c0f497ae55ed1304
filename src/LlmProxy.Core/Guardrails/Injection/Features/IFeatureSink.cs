namespace LlmProxy.Core.Guardrails.Injection.Features;

/// <summary>Takes what a <see cref="FeatureReader{TSink}"/> finds in a text.</summary>
internal interface IFeatureSink
{
    /// <summary>A feature of the block that is being read; it may come again in the same block.</summary>
    /// <param name="hash">Its bits are not mixed yet: <see cref="Hashing.Finish(uint)"/> gives the feature itself.</param>
    void Add(uint hash);

    /// <summary>A concept of the lexicon, in the order of the text.</summary>
    void AddConcept(int concept);

    /// <summary>The block, some sentences or a bounded number of words, ends here.</summary>
    void EndBlock();
}
