namespace LlmProxy.Core.Guardrails;

/// <summary>Where the parts of a text end: those that are over and still held in bytes of the text, those that went out in bytes of the output.</summary>
internal sealed class TextParts
{
    private readonly List<long> _ends = [];

    /// <summary>How many parts are over of which something is held, or that stand behind such a one.</summary>
    public int Open => _ends.Count;

    /// <summary>The lengths that the output had when parts were out, since these were forgotten last.</summary>
    public List<int> Cuts { get; } = [];

    /// <summary>A part ends behind the byte <paramref name="end"/>.</summary>
    public void End(long end) => _ends.Add(end);

    /// <summary>The end of the first part that is over, where it is not behind <paramref name="end"/>.</summary>
    public bool Ends(long end, out long at)
    {
        at = _ends.Count > 0 ? _ends[0] : long.MaxValue;
        return at <= end && _ends.Count > 0;
    }

    /// <summary>The first part that is over is out.</summary>
    /// <param name="length">How long the output is.</param>
    public void Cut(int length)
    {
        _ends.RemoveAt(0);
        Cuts.Add(length);
    }

    /// <summary>Another text begins.</summary>
    public void Clear()
    {
        _ends.Clear();
        Cuts.Clear();
    }
}
