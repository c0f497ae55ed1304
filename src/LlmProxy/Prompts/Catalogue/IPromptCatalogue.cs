using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>The prompts that requests can use. Safe for use by many threads; what is found stays as it is.</summary>
internal interface IPromptCatalogue
{
    /// <summary>All prompts, by name.</summary>
    IReadOnlyDictionary<string, PromptAsset> Prompts { get; }

    /// <summary>The prompt of a name, or <c>null</c>.</summary>
    PromptAsset? Find(string name);

    /// <summary>Says that a version answers a request: from now on its text cannot change.</summary>
    /// <remarks>Cheap for a version that was served before; else the fact is written behind the request.</remarks>
    void NoteServed(PromptTemplate template);
}
