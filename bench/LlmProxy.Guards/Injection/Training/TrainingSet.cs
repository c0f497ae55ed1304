using LlmProxy.Guards.Injection.Corpus;

namespace LlmProxy.Guards.Injection.Training;

/// <summary>The labelled data and the project's own texts, near duplicates put together.</summary>
internal sealed class TrainingSet
{
    /// <summary>Reads and groups.</summary>
    /// <param name="file">The labelled data.</param>
    /// <param name="options">How to train.</param>
    public TrainingSet(string file, TrainingOptions options)
    {
        Data = [.. JsonLines.Read<LabelledText>(file).Select(text => new Example(text, 1, options.Bits))];
        Own = [.. OwnTexts.Read().Select(text => new Example(text, options.OwnWeight, options.Bits))];
        NearDuplicates.Group([.. Data, .. Own]);
    }

    /// <summary>The labelled data.</summary>
    public List<Example> Data { get; }

    /// <summary>The project's own texts.</summary>
    public List<Example> Own { get; }
}
