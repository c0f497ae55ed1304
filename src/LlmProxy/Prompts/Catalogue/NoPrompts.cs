using System.Collections.Frozen;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>A gateway without prompts.</summary>
internal sealed class NoPrompts : IPromptCatalogue
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, PromptAsset> Prompts => FrozenDictionary<string, PromptAsset>.Empty;

    /// <inheritdoc/>
    public PromptAsset? Find(string name) => null;

    /// <inheritdoc/>
    public void NoteServed(PromptTemplate template)
    {
    }
}
