namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>The tool calls among the content blocks of one stream, and whether they have arguments yet.</summary>
internal sealed class ContentBlocks
{
    // No real answer comes near it; a provider that counts on without end must not fill the memory.
    private const int MaxBlocks = 16_384;

    private Block[] _blocks = new Block[8];
    private int _tools;

    /// <summary>Notes that block <paramref name="index"/> begins.</summary>
    /// <returns>Whether the index is one that an answer can have.</returns>
    public bool TryBegin(int index, bool isTool)
    {
        if (index is < 0 or >= MaxBlocks) return false;
        if (index >= _blocks.Length) Array.Resize(ref _blocks, Math.Min(MaxBlocks, Math.Max(index + 1, _blocks.Length * 2)));
        _blocks[index] = new Block { Tool = isTool ? _tools++ : -1, Open = true };
        return true;
    }

    /// <summary>The place of block <paramref name="index"/> among the tool calls, from 0; -1 if it is none, or is not open.</summary>
    public int ToolOf(int index) => (uint)index < (uint)_blocks.Length && _blocks[index].Open ? _blocks[index].Tool : -1;

    /// <summary>Whether arguments were seen for the tool call in block <paramref name="index"/>.</summary>
    public ref bool HasArguments(int index) => ref _blocks[index].HasArguments;

    /// <summary>Whether the tool call in block <paramref name="index"/> came with its whole input at its start.</summary>
    public ref bool IsWhole(int index) => ref _blocks[index].IsWhole;

    /// <summary>Notes that block <paramref name="index"/> ends.</summary>
    public void End(int index)
    {
        if ((uint)index < (uint)_blocks.Length) _blocks[index].Open = false;
    }

    private struct Block
    {
        public int Tool;
        public bool Open;
        public bool HasArguments;
        public bool IsWhole;
    }
}
