namespace LlmProxy.Core.Guardrails.Leaks;

/// <summary>The words of the repeat that may be going on, oldest first.</summary>
internal sealed class LeakRun
{
    private readonly Queue<(long Start, int Characters)> _words = [];

    /// <summary>How many words.</summary>
    public int Count => _words.Count;

    /// <summary>Their letters and digits.</summary>
    public int Characters { get; private set; }

    /// <summary>Where the first one begins, in the folded text.</summary>
    public long Start => _words.Peek().Start;

    /// <summary>Adds a word.</summary>
    public void Add(long start, int characters)
    {
        _words.Enqueue((start, characters));
        Characters += characters;
    }

    /// <summary>Keeps the last words alone.</summary>
    public void Keep(int count)
    {
        while (_words.Count > count)
            Characters -= _words.Dequeue().Characters;
    }
}
