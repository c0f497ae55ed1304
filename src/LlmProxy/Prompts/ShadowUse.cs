using LlmProxy.Core.Requests;
using LlmProxy.Exchange.Bodies;

namespace LlmProxy.Prompts;

/// <summary>The copy of a request that goes to the shadow variant of an experiment, while the control answers.</summary>
/// <param name="use">What it is put under; its assignment is the shadow variant.</param>
internal sealed class ShadowUse(PromptUse use)
{
    private PooledBody? _source;

    /// <summary>What it is put under.</summary>
    public PromptUse Use { get; } = use;

    /// <summary>The request as the guards have let it through, with nothing around it yet; <c>null</c>: it did not get so far.</summary>
    public LlmRequest? Request { get; private set; }

    /// <summary>Keeps the request as it is, until <see cref="Release"/>.</summary>
    public void Keep(LlmRequest request, PooledBody body)
    {
        body.AddUse();
        _source = body;
        Request = request;
    }

    /// <summary>Gives its memory back. The copy has a body of its own.</summary>
    public void Release()
    {
        _source?.Dispose();
        _source = null;
        Request = null;
    }
}
