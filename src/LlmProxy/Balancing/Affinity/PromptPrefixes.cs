using LlmProxy.Core.Json;

namespace LlmProxy.Balancing.Affinity;

/// <summary>The prefixes of one prompt at which other prompts are likely to part from it.</summary>
/// <remarks>
/// <para>
/// A prefix ends behind each message, since a conversation's next request repeats this one's messages and adds some; and
/// behind each 1,024 bytes of a message, for prompts that share the beginning of a long one. Both are places that the bytes
/// before them alone decide, so two prompts that begin alike have the same ones as far as they are alike.
/// </para>
/// <para>
/// Of a long prompt the first 16 prefixes are kept, where the system prompt ends, and the last 48, where the request before
/// this one ended.
/// </para>
/// </remarks>
internal ref struct PromptPrefixes
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 64;

    /// <summary>Bytes of a message between two prefixes: 200 to 300 tokens, where a server's own cache has blocks of 16 or more.</summary>
    private const int BlockBytes = 1024;

    private const int Head = 16;
    private const int Ring = Capacity - Head;

    private readonly PrefixKey _key;
    private readonly Span<PrefixMark> _marks;
    private ulong _hash;
    private int _found;

    /// <summary>The prefixes of a prompt for <paramref name="model"/>.</summary>
    /// <param name="key">The hash.</param>
    /// <param name="model">The model's name; another model has another cache.</param>
    /// <param name="parts">The prompt.</param>
    /// <param name="memory">Room for <see cref="Capacity"/> prefixes.</param>
    public PromptPrefixes(PrefixKey key, string? model, scoped in PromptParts parts, Span<PrefixMark> memory)
    {
        _key = key;
        _marks = memory[..Capacity];
        _hash = key.Hash(model, 0);
        Add(parts.Tools);
        Add(parts.System);
        // A string that messages follow is whole.
        if (parts.System is [(byte)'"', ..])
            Mark();
        Add(parts.Prompt);
        Add(parts.Input);
        Add(parts.Messages);
    }

    /// <summary>The bytes of the whole prompt.</summary>
    public int Bytes { get; private set; }

    /// <summary>How many there are.</summary>
    public readonly int Count => Math.Min(_found, Capacity);

    /// <summary>The prefix at <paramref name="index"/>; longer ones come later.</summary>
    public readonly PrefixMark this[int index] => _marks[Slot(index < Head ? index : _found - Count + index)];

    /// <summary>Whether the one behind <paramref name="index"/> is the next that was found: none was dropped between them.</summary>
    public readonly bool HasNext(int index) => index + 1 < Count && (index + 1 != Head || _found <= Capacity);

    private static int Slot(int number) => number < Head ? number : Head + ((number - Head) % Ring);

    private void Add(ReadOnlySpan<byte> value)
    {
        if (value.Length == 0)
            return;
        if (value[0] == '[' && !IsOfNumbers(value))
        {
            AddItems(value);
            return;
        }

        // Without the closing quote or bracket, where a longer text would go on; what follows the last whole block is no prefix yet.
        Fold(AddBlocks(value[0] == '{' ? value : value[..^1]));
        if (value[0] == '{')
            Mark();
    }

    /// <summary>Whether a list holds the numbers of tokens, which are cut like a text.</summary>
    private static bool IsOfNumbers(ReadOnlySpan<byte> list)
    {
        var first = JsonScan.SkipWhite(list, 1);
        return first < list.Length && list[first] is >= (byte)'0' and <= (byte)'9';
    }

    private void AddItems(ReadOnlySpan<byte> list)
    {
        var items = new JsonWalk(list);
        while (items.Next())
        {
            Fold(AddBlocks(items.Value));
            Mark();
        }
    }

    private ReadOnlySpan<byte> AddBlocks(ReadOnlySpan<byte> text)
    {
        while (text.Length > BlockBytes)
        {
            Fold(text[..BlockBytes]);
            Mark();
            text = text[BlockBytes..];
        }

        return text;
    }

    private void Fold(ReadOnlySpan<byte> bytes)
    {
        _hash = _key.Hash(bytes, _hash);
        Bytes += bytes.Length;
    }

    private void Mark() => _marks[Slot(_found++)] = new(_hash, Bytes);
}
