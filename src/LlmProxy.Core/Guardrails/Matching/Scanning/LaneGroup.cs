using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using LlmProxy.Core.Guardrails.Matching.Automata;

namespace LlmProxy.Core.Guardrails.Matching.Scanning;

/// <summary>Six searches that read a text side by side.</summary>
/// <remarks>
/// A search waits for memory at each character: the next state is known when the last one is. Those of several sets do not wait for
/// each other, so that six take little longer than one.
/// </remarks>
internal sealed class LaneGroup
{
    /// <summary>How many there are.</summary>
    public const int Size = 6;

    private const int Stops = StateFlags.Known | StateFlags.Accepts;

    private readonly Lane[] _lanes = [new(), new(), new(), new(), new(), new()];

    /// <summary>One of them.</summary>
    public Lane this[int lane] => _lanes[lane];

    private bool IsLive => Array.Exists(_lanes, static lane => lane.IsLive);

    /// <summary>Reads on.</summary>
    /// <param name="text">Whole characters of valid UTF-8.</param>
    public void Read(ReadOnlySpan<byte> text)
    {
        while (IsLive)
        {
            text = text[ReadKnown(text)..];
            if (text.IsEmpty)
                return;
            do
            {
                Rune.DecodeFromUtf8(text, out var rune, out var width);
                foreach (var lane in _lanes)
                    lane.Step(rune.Value);
                text = text[width..];
            }
            while (!text.IsEmpty && text[0] >= 0x80);
        }
    }

    /// <summary>Ends the text.</summary>
    public void Clear()
    {
        foreach (var lane in _lanes)
            lane.Clear();
    }

    /// <summary>Reads ASCII characters, up to the first whose transition one does not know yet, or that leads one to where a match may end.</summary>
    /// <remarks>As <c>Search.ReadKnown</c>: a row plus a class lies inside the table by construction, and it is compiled for good at once.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadKnown(ReadOnlySpan<byte> text)
    {
        ref var table0 = ref MemoryMarshal.GetArrayDataReference(_lanes[0].Table);
        ref var table1 = ref MemoryMarshal.GetArrayDataReference(_lanes[1].Table);
        ref var table2 = ref MemoryMarshal.GetArrayDataReference(_lanes[2].Table);
        ref var table3 = ref MemoryMarshal.GetArrayDataReference(_lanes[3].Table);
        ref var table4 = ref MemoryMarshal.GetArrayDataReference(_lanes[4].Table);
        ref var table5 = ref MemoryMarshal.GetArrayDataReference(_lanes[5].Table);
        ref var ascii0 = ref MemoryMarshal.GetArrayDataReference(_lanes[0].Ascii);
        ref var ascii1 = ref MemoryMarshal.GetArrayDataReference(_lanes[1].Ascii);
        ref var ascii2 = ref MemoryMarshal.GetArrayDataReference(_lanes[2].Ascii);
        ref var ascii3 = ref MemoryMarshal.GetArrayDataReference(_lanes[3].Ascii);
        ref var ascii4 = ref MemoryMarshal.GetArrayDataReference(_lanes[4].Ascii);
        ref var ascii5 = ref MemoryMarshal.GetArrayDataReference(_lanes[5].Ascii);
        var (value0, value1, value2, value3, value4, value5) = (_lanes[0].Value, _lanes[1].Value, _lanes[2].Value, _lanes[3].Value, _lanes[4].Value, _lanes[5].Value);
        var at = 0;
        for (; at < text.Length; at++)
        {
            uint one = text[at];
            if (one >= 0x80)
                break;
            var next0 = Unsafe.Add(ref table0, (value0 & ~StateFlags.All) + Unsafe.Add(ref ascii0, one));
            var next1 = Unsafe.Add(ref table1, (value1 & ~StateFlags.All) + Unsafe.Add(ref ascii1, one));
            var next2 = Unsafe.Add(ref table2, (value2 & ~StateFlags.All) + Unsafe.Add(ref ascii2, one));
            var next3 = Unsafe.Add(ref table3, (value3 & ~StateFlags.All) + Unsafe.Add(ref ascii3, one));
            var next4 = Unsafe.Add(ref table4, (value4 & ~StateFlags.All) + Unsafe.Add(ref ascii4, one));
            var next5 = Unsafe.Add(ref table5, (value5 & ~StateFlags.All) + Unsafe.Add(ref ascii5, one));

            // Known is set in all that is known, so that one test tells of both reasons, and of all of them.
            var any = (next0 ^ StateFlags.Known) | (next1 ^ StateFlags.Known) | (next2 ^ StateFlags.Known) | (next3 ^ StateFlags.Known) | (next4 ^ StateFlags.Known) | (next5 ^ StateFlags.Known);
            if ((any & Stops) != 0)
                break;
            (value0, value1, value2, value3, value4, value5) = (next0, next1, next2, next3, next4, next5);
        }

        (_lanes[0].Value, _lanes[1].Value, _lanes[2].Value, _lanes[3].Value, _lanes[4].Value, _lanes[5].Value) = (value0, value1, value2, value3, value4, value5);
        return at;
    }
}
