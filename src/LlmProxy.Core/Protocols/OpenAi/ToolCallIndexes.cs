namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>Numbers the tool calls of a stream: 0, 1, 2 … in each choice, in the order in which they appear.</summary>
/// <remarks>
/// The numbers on the wire cannot be trusted: some providers give every parallel call the same index, some begin at 1,
/// some give none. A client that joins arguments by index would then mix two calls up.
/// </remarks>
internal sealed class ToolCallIndexes
{
    // Bounds memory and search; further calls share the last number. No API takes more than 128 tools.
    private const int MaxCalls = 1024;

    private readonly List<Call> _calls = [];

    /// <summary>Whether there was no call.</summary>
    public bool IsEmpty => _calls.Count == 0;

    /// <summary>The number of the call that a piece belongs to.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="wireIndex">The index on the wire, or -1 if there was none.</param>
    /// <param name="id">The call's id, empty where the piece has none.</param>
    /// <param name="isNamed">Whether the piece has the name of a tool.</param>
    /// <param name="isNew">Whether the call begins with this piece.</param>
    public int Of(int choice, int wireIndex, ReadOnlySpan<byte> id, bool isNamed, out bool isNew)
    {
        var known = Find(choice, wireIndex);
        var hash = HashOf(id);
        isNew = known < 0
            || (hash != 0 && _calls[known].IdHash != 0 && _calls[known].IdHash != hash)
            || (hash == 0 && wireIndex < 0 && isNamed);
        if (isNew)
        {
            return Add(choice, wireIndex, id);
        }

        if (_calls[known].IdHash == 0)
        {
            _calls[known] = _calls[known] with { IdHash = hash };
        }

        return _calls[known].Number;
    }

    /// <summary>Begins a call.</summary>
    public int Add(int choice, int wireIndex, ReadOnlySpan<byte> id)
    {
        var number = 0;
        foreach (var call in _calls)
        {
            number += call.Choice == choice ? 1 : 0;
        }

        if (_calls.Count == MaxCalls)
        {
            return Math.Max(0, number - 1);
        }

        _calls.Add(new Call(choice, wireIndex, number, HashOf(id)));
        return number;
    }

    /// <summary>The number of the latest call with that index, or -1.</summary>
    public int NumberOf(int choice, int wireIndex) =>
        Find(choice, wireIndex) is >= 0 and var known ? _calls[known].Number : -1;

    private int Find(int choice, int wireIndex)
    {
        for (var i = _calls.Count - 1; i >= 0; i--)
        {
            if (_calls[i].Choice == choice && _calls[i].WireIndex == wireIndex)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>FNV-1a of 64 bits; 0 stands for no id.</summary>
    private static ulong HashOf(ReadOnlySpan<byte> id)
    {
        if (id.IsEmpty)
        {
            return 0;
        }

        var hash = 14695981039346656037UL;
        foreach (var b in id)
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        return hash;
    }

    private readonly record struct Call(int Choice, int WireIndex, int Number, ulong IdHash);
}
