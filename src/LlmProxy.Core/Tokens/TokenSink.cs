using System.Buffers;

namespace LlmProxy.Core.Tokens;

/// <summary>Takes the tokens of a text: counts them and, where somebody wants them, writes their ids.</summary>
internal ref struct TokenSink
{
    private const int Room = 256;

    private readonly IBufferWriter<int>? _output;
    private Span<int> _room;
    private int _used;
    private int _flushed;

    /// <summary>Writes to <paramref name="output"/>, or counts only.</summary>
    public TokenSink(IBufferWriter<int>? output) => _output = output;

    /// <summary>How many tokens came so far.</summary>
    public readonly int Count => _flushed + _used;

    /// <summary>Takes one token.</summary>
    public void Add(int id)
    {
        if (_output is not null)
        {
            if (_used == _room.Length)
            {
                Renew(_output);
            }

            _room[_used] = id;
        }

        _used++;
    }

    /// <summary>Takes tokens.</summary>
    public void Add(scoped ReadOnlySpan<int> ids)
    {
        if (_output is null)
        {
            _used += ids.Length;
            return;
        }

        foreach (var id in ids)
        {
            Add(id);
        }
    }

    /// <summary>Hands over what is not yet written.</summary>
    public void Flush()
    {
        if (_output is not null)
        {
            _output.Advance(_used);
            _flushed += _used;
            _used = 0;
            _room = default;
        }
    }

    private void Renew(IBufferWriter<int> output)
    {
        Flush();
        _room = output.GetSpan(Room);
    }
}
