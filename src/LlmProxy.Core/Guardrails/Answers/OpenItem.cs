using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>An output item of a Responses stream that has been added and is not done.</summary>
internal sealed class OpenItem(int index) : IDisposable
{
    /// <summary>Its <c>output_index</c>.</summary>
    public int Index => index;

    /// <summary>The item as it was added.</summary>
    public PooledBuffer Item { get; } = new();

    /// <summary>The parts that are done, with commas between: of its content, or of its summary.</summary>
    public PooledBuffer Parts { get; } = new();

    public void Dispose()
    {
        Item.Dispose();
        Parts.Dispose();
    }
}
